import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { randomOf, type Random } from '../random.ts';
import type { Person } from '../people/index.ts';
import type { Backdrops } from './backdrops.ts';
import { alpha, mix } from './color.ts';
import type { DrawnDocument } from './documents.ts';
import { faceOf } from './face.ts';
import { slugOf } from './identity.ts';
import { drawPortrait } from './portrait.ts';
import { renderPicture } from './render.ts';

const width = 720;
const height = 960;
const size = { width, height, scale: 0.84 } as const;

const rooms = [
  { wall: '#d9cfc2', floor: '#b9a58c', accent: '#6f8f86' },
  { wall: '#c9d3da', floor: '#9fb0ba', accent: '#c79a6b' },
  { wall: '#d8d4cd', floor: '#b0a99e', accent: '#7d8fb0' },
  { wall: '#cfd8cb', floor: '#a3b09a', accent: '#b98a72' },
  { wall: '#e2d5cf', floor: '#bfa398', accent: '#6d8796' },
] as const;

function drawPlant(ctx: SKRSContext2D, x: number, y: number, random: Random): void {
  for (let leaf = 0; leaf < 9; leaf += 1) {
    ctx.save();
    ctx.translate(x, y);
    ctx.rotate(-1.25 + (leaf / 8) * 2.5);
    ctx.fillStyle = mix('#4f7a5c', '#86a878', random.next());
    ctx.beginPath();
    ctx.ellipse(0, -95, 19, 88, 0, 0, Math.PI * 2);
    ctx.fill();
    ctx.restore();
  }
  ctx.fillStyle = '#a8674b';
  ctx.beginPath();
  ctx.moveTo(x - 62, y - 20);
  ctx.lineTo(x + 62, y - 20);
  ctx.lineTo(x + 46, y + 96);
  ctx.lineTo(x - 46, y + 96);
  ctx.fill();
}

function drawRoom(ctx: SKRSContext2D, room: (typeof rooms)[number], left: boolean, random: Random): void {
  const wall = ctx.createLinearGradient(0, 0, width, height);
  wall.addColorStop(0, mix(room.wall, '#ffffff', 0.35));
  wall.addColorStop(1, mix(room.wall, '#000000', 0.12));
  ctx.fillStyle = wall;
  ctx.fillRect(0, 0, width, height);
  const side = left ? 40 : width - 250;
  ctx.fillStyle = alpha('#ffffff', 0.75);
  ctx.fillRect(side, 70, 210, 330);
  ctx.fillStyle = alpha(mix('#a9cbe0', room.accent, 0.15), 0.7);
  ctx.fillRect(side + 14, 84, 84, 302);
  ctx.fillRect(side + 112, 84, 84, 302);
  const shelf = left ? width - 230 : 30;
  ctx.fillStyle = mix(room.floor, '#3b2a1c', 0.35);
  ctx.fillRect(shelf, 300, 200, 16);
  for (let book = 0; book < 7; book += 1) {
    ctx.fillStyle = mix(
      random.pick(['#9c4f45', '#41617c', '#c1a24f', '#557a63', '#e4ddd0']),
      room.wall,
      0.25,
    );
    const tall = 70 + random.next() * 46;
    ctx.fillRect(shelf + 10 + book * 24, 300 - tall, 20, tall);
  }
  drawPlant(ctx, left ? width - 120 : 120, 640, random);
}

/** A room out of focus: painted at an eighth of its size, blurred there, and enlarged. */
function paintRoom(ctx: SKRSContext2D, place: number): void {
  const sharp = createCanvas(width / 8, height / 8);
  const room = sharp.getContext('2d');
  room.scale(1 / 8, 1 / 8);
  drawRoom(room, rooms[place % rooms.length] ?? rooms[0], place % 2 === 0, randomOf('room', place));
  const soft = createCanvas(width / 8, height / 8);
  const softened = soft.getContext('2d');
  // Once sharp below: a blur alone lets the edges of the picture fade to nothing.
  softened.drawImage(sharp, 0, 0);
  softened.filter = 'blur(1.2px)';
  softened.drawImage(sharp, 0, 0);
  ctx.imageSmoothingQuality = 'high';
  ctx.drawImage(soft, 0, 0, width, height);
}

/** A selfie with the face of the person's photo ID, in another light, pose and mood. */
export function drawSelfie(person: Person, backdrops: Backdrops): DrawnDocument {
  const random = randomOf('selfie', person.face);
  const rendered = renderPicture({ ...size, format: 'jpeg' }, sheet => {
    const { ctx } = sheet;
    const place = random.int(0, 9);
    const room = backdrops.of(`room ${place}`, size, paint => paintRoom(paint, place));
    ctx.drawImage(room, 0, 0, width, height);
    drawPortrait(
      ctx,
      faceOf(person),
      { x: 0, y: 60, width, height: 900 },
      {
        smile: 0.45 + random.next() * 0.55,
        tilt: (random.next() - 0.5) * 0.14,
        zoom: 1.02 + random.next() * 0.12,
      },
    );
    const light = ctx.createRadialGradient(
      width * 0.3,
      height * 0.25,
      80,
      width * 0.5,
      height * 0.5,
      height * 0.72,
    );
    light.addColorStop(0, 'rgba(255, 244, 226, 0.16)');
    light.addColorStop(0.6, 'rgba(255, 244, 226, 0)');
    light.addColorStop(1, 'rgba(18, 22, 34, 0.34)');
    ctx.fillStyle = light;
    ctx.fillRect(0, 0, width, height);
    sheet.text('SPECIMEN', width - 36, height - 36, {
      size: 30,
      weight: 700,
      color: 'rgba(255, 255, 255, 0.72)',
      align: 'right',
      spacing: 5,
    });
  });
  return { ...rendered, type: 'selfie', filename: `selfie-${slugOf(person)}.jpg` };
}
