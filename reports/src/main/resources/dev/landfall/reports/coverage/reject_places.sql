-- Grain: one row per damaged place.  Input: view rejects; the whole lake, for a damaged record has
-- no time.
-- Binds: none.
-- offset_bytes and length_bytes count the decompressed bytes; the bytes themselves are not kept.
select reason, uri, offset_bytes, length_bytes, sha256, detail
from rejects
order by uri, offset_bytes
