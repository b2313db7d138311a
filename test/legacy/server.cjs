// biome-ignore-all lint: this runs on Node 0.10, which knows neither `const` nor `node:`.
'use strict';

/**
 * A TLS server of 2016. One argument, JSON: keyFile, certFile, starttls (none, smtp, postgres), options
 * (names of OpenSSL's SSL_OP_ constants), ciphers. Prints its port. Every connection begins in plain text
 * and is then handed to OpenSSL 1.0.1, which is the same for all three ways to begin.
 */
var crypto = require('crypto');
var fs = require('fs');
var net = require('net');
var tls = require('tls');
var constants = require('constants');

var wanted = JSON.parse(process.argv[2]);
var secureOptions = 0;
wanted.options.forEach(function (name) {
  if (constants[name] === undefined) throw new Error('no ' + name);
  secureOptions |= constants[name];
});

var credentials = crypto.createCredentials({
  key: fs.readFileSync(wanted.keyFile),
  cert: fs.readFileSync(wanted.certFile),
  ciphers: wanted.ciphers || 'ALL',
  secureProtocol: 'SSLv23_server_method',
  secureOptions: secureOptions,
});

function secure(socket) {
  var pair = tls.createSecurePair(credentials, true, false, false);
  // This Node throws away the alert that OpenSSL wrote before it gave up: it is sent here.
  var giveUp = pair.error;
  pair.error = function (returnOnly) {
    if (pair.ssl && !returnOnly) {
      var alert = new Buffer(256);
      var why = pair.ssl.error;
      pair.ssl.error = null; // OpenSSL is not to be touched while there is one.
      var length = pair.ssl.encOut(alert, 0, alert.length);
      if (length > 0) socket.write(alert.slice(0, length));
      pair.ssl.error = why;
    }
    return giveUp.call(pair, returnOnly);
  };
  pair.encrypted.pipe(socket);
  socket.pipe(pair.encrypted);
  pair.on('error', function () {
    socket.end();
  });
  pair.encrypted.on('error', function () {});
  pair.cleartext.on('error', function () {});
  pair.cleartext.resume();
  socket.on('close', function () {
    pair.destroy();
  });
}

/** Takes over from `begin` until it has its last word, which is answered before TLS starts. */
var beginnings = {
  none: secure,
  postgres: function (socket) {
    socket.once('data', function () {
      socket.write('S');
      secure(socket);
    });
  },
  smtp: function (socket) {
    socket.write('220 legacy.example.com ESMTP\r\n');
    function line(data) {
      var text = String(data);
      if (/^EHLO/i.test(text)) return socket.write('250-legacy.example.com\r\n250-PIPELINING\r\n250 STARTTLS\r\n');
      if (!/^STARTTLS/i.test(text)) return socket.write('502 no\r\n');
      socket.removeListener('data', line);
      socket.write('220 go ahead\r\n');
      secure(socket);
    }
    socket.on('data', line);
  },
};

var server = net.createServer(function (socket) {
  socket.on('error', function () {});
  beginnings[wanted.starttls](socket);
});
server.listen(0, '127.0.0.1', function () {
  console.log(server.address().port);
});
// The parent's end of the pipe closes when it is gone: nothing is left behind.
process.stdin.on('end', function () {
  process.exit(0);
});
process.stdin.resume();
