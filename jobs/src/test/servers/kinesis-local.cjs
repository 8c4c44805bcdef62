// Starts kinesis-local on loopback: it would bind every address. Its ports come by the environment.
'use strict'

const net = require('net')
const listen = net.Server.prototype.listen

net.Server.prototype.listen = function (...args) {
  const first = args[0]
  if (first !== null && typeof first === 'object' && 'port' in first) {
    first.host = '127.0.0.1'
  } else if (typeof first === 'number') {
    args = [first, '127.0.0.1', ...args.slice(1).filter(other => typeof other === 'function')]
  }
  return listen.apply(this, args)
}

require('kinesis-local')
