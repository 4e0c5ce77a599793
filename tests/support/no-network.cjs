// Required before anything else, in every thread: whoever reaches for the network is named on standard error and refused.
const dgram = require('node:dgram');
const dns = require('node:dns');
const net = require('node:net');
const { writeSync } = require('node:fs');

/** @param {string} what */
const refuse = what => () => {
  writeSync(2, `NETWORK ${what}\n`);
  throw new Error(`no network here: ${what}`);
};

net.Socket.prototype.connect = refuse('connect');
dgram.Socket.prototype.send = refuse('send');
dns.lookup = Object.assign(refuse('lookup'), { __promisify__: refuse('lookup') });
globalThis.fetch = refuse('fetch');
