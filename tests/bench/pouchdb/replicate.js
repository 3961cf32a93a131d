// SPDX-License-Identifier: GPL-3.0-or-later
// The other side of first-sync-pouchdb: the same documents, served by express-pouchdb (leveldb) on 127.0.0.1 from one process and
// replicated into an empty PouchDB (leveldb) by another.
//   node replicate.js serve DIR DOCUMENTS.ndjson   prints "ready PORT COUNT"; ends when its standard input closes
//   node replicate.js pull DIR URL COUNT BATCH     prints the seconds the replication took
'use strict';

const fs = require('fs');
const readline = require('readline');
const PouchDB = require('pouchdb');

async function load(db, file) {
  const lines = readline.createInterface({ input: fs.createReadStream(file) });
  let batch = [];
  let count = 0;
  for await (const line of lines) {
    if (!line) continue;
    batch.push(JSON.parse(line));
    count++;
    if (batch.length === 1000) {
      await db.bulkDocs(batch);
      batch = [];
    }
  }
  if (batch.length) await db.bulkDocs(batch);
  return count;
}

async function serve(dir, file) {
  const express = require('express');
  const Local = PouchDB.defaults({ prefix: dir + '/' });
  const count = await load(new Local('shop'), file);
  const app = express();
  app.use('/', require('express-pouchdb')(Local, { inMemoryConfig: true, mode: 'minimumForPouchDB' }));
  const server = app.listen(0, '127.0.0.1', () => console.log('ready', server.address().port, count));
  process.stdin.on('end', () => process.exit(0)).resume();
}

async function pull(dir, url, count, batch) {
  const local = new PouchDB(dir + '/copy');
  const started = process.hrtime.bigint();
  await PouchDB.replicate(url, local, { batch_size: batch, batches_limit: 10 });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  const info = await local.info();
  if (info.doc_count !== count) throw new Error(`${info.doc_count} documents arrived, not ${count}`);
  console.log(seconds.toFixed(3));
}

const [command, dir, what, count, batch] = process.argv.slice(2);
if (command === 'serve') serve(dir, what);
else pull(dir, what, Number(count), Number(batch));
