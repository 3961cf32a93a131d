// SPDX-License-Identifier: GPL-3.0-or-later
// compare.js FOLDER PROGRAM: each FOLDER/NAME.pbm against what zpl-renderer-js makes of NAME.z64.zpl and NAME.acs.zpl, dot by dot, and
// the CRC that zpl-image gives a picture against PROGRAM's. Known faults of the renderer, which our labels do not meet: "!" in run-length
// coded pictures, :B64: and ^GFB; it does not check CRCs.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const zlib = require('node:zlib');
const { execFileSync } = require('node:child_process');
const { ready } = require('zpl-renderer-js');
const { rgbaToZ64 } = require('zpl-image');

// The dots of a PBM (P4), one byte each, 1 = black.
function readPbm (file) {
  const bytes = fs.readFileSync(file);
  const head = /^P4\n(\d+) (\d+)\n/.exec(bytes.subarray(0, 40).toString('latin1'));
  const width = Number(head[1]), height = Number(head[2]), stride = (width + 7) >> 3;
  const dots = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      dots[y * width + x] = (bytes[head[0].length + y * stride + (x >> 3)] >> (7 - (x & 7))) & 1;
  return { width, height, dots };
}

function paeth (a, b, c) {
  const p = a + b - c, pa = Math.abs(p - a), pb = Math.abs(p - b), pc = Math.abs(p - c);
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

// The renderer's PNG: 8 bit grey, not interlaced.
function readPng (bytes) {
  const width = bytes.readUInt32BE(16), height = bytes.readUInt32BE(20), parts = [];
  if (bytes[24] !== 8 || bytes[25] !== 0 || bytes[28] !== 0)
    throw new Error('the renderer writes another kind of PNG');
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at))
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)));
  const raw = zlib.inflateSync(Buffer.concat(parts)), grey = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0, filter = raw[y * (width + 1)]; x < width; x++) {
      const i = y * width + x, left = x ? grey[i - 1] : 0, up = y ? grey[i - width] : 0, corner = x && y ? grey[i - width - 1] : 0;
      grey[i] = raw[y * (width + 1) + 1 + x] + [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
    }
  return { width, height, grey };
}

// How many dots differ; what lies outside the picture must be white. The renderer puts a print width (^PW) that is less than the
// paper's in the middle of the paper.
function countDifferences (picture, png) {
  const left = (png.width - picture.width) >> 1;
  let n = 0;
  if (png.width < picture.width || png.height < picture.height)
    throw new Error(`rendered ${png.width} × ${png.height}, wanted ${picture.width} × ${picture.height}`);
  for (let y = 0; y < png.height; y++)
    for (let x = 0; x < png.width; x++) {
      const inside = x >= left && x < left + picture.width && y < picture.height;
      const black = inside && picture.dots[y * picture.width + x - left] === 1;
      n += (png.grey[y * png.width + x] < 128) != black;
    }
  return n;
}

function checkCrc (picture, program) {
  const rgba = new Uint8Array(picture.dots.length * 4);
  picture.dots.forEach((dot, i) => rgba.fill(dot ? 0 : 255, 4 * i, 4 * i + 3).fill(255, 4 * i + 3, 4 * i + 4));
  const [, , body, crc] = rgbaToZ64(rgba, picture.width, { notrim: true }).z64.split(':');
  const ours = execFileSync(program, ['--crc', body], { encoding: 'latin1' }).trim();
  return ours === crc.toLowerCase();
}

async function main () {
  const [folder, program] = process.argv.slice(2);
  const { api } = await ready;
  const names = fs.readdirSync(folder).filter(name => name.endsWith('.pbm')).sort();
  let failures = 0;
  for (const name of names) {
    const base = path.join(folder, name.slice(0, -4)), picture = readPbm(base + '.pbm');
    for (const form of ['z64', 'acs']) {
      const zpl = fs.readFileSync(`${base}.${form}.zpl`, 'latin1');
      const png = await api.zplToBase64Async(zpl, Math.ceil(picture.width / 8), Math.ceil(picture.height / 8) + 1, 8);
      const n = countDifferences(picture, readPng(Buffer.from(png, 'base64')));
      failures += n > 0;
      if (n > 0)
        console.log(`${name}, ${form}: ${n} dots differ`);
    }
    if (picture.dots.length < 200000 && !checkCrc(picture, program)) {
      failures++;
      console.log(`${name}: the CRC differs`);
    }
  }
  console.log(`${names.length} pictures in two forms, ${failures} differ`);
  process.exit(failures === 0 && names.length > 0 ? 0 : 1);
}

main();
