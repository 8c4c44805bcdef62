// Starts kinesalite on loopback, in memory: `node kinesalite.cjs PORT`. Prints "ready PORT".
// It never answers AT_TIMESTAMP where no record is that young; AWS gives the place behind the last one.
'use strict'

const path = require.resolve('kinesalite/actions/getShardIterator.js')
const answered = require(path)
const lazily = require('kinesalite/db')

require.cache[path].exports = function getShardIterator(store, data, cb) {
  if (data.ShardIteratorType !== 'AT_TIMESTAMP' || data.Timestamp == null || data.Timestamp * 1000 > Date.now()) {
    return answered(store, data, cb)
  }
  const shard = lazily.resolveShardId(data.ShardId).shardIx
  const range = { gt: lazily.shardIxToHex(shard), lt: lazily.shardIxToHex(shard + 1) }
  let young = false
  store.getStreamDb(data.StreamName).createReadStream(range)
    .on('data', item => { young = young || item.value.ApproximateArrivalTimestamp >= data.Timestamp })
    .on('error', cb)
    .on('end', () => {
      const asked = Object.assign({}, data)
      if (!young) {
        asked.ShardIteratorType = 'LATEST'
        delete asked.Timestamp
      }
      answered(store, asked, cb)
    })
}

const kinesalite = require('kinesalite')
const server = kinesalite({ createStreamMs: 20, deleteStreamMs: 20, updateStreamMs: 20, shardLimit: 100 })
server.listen(Number(process.argv[2] || 0), '127.0.0.1', () => console.log('ready ' + server.address().port))
