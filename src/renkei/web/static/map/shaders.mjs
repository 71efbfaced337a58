// Knows the programs that run on the graphics card for symbols and course vectors; knows no data.

/** Brings a position near the map's centre, on the copy of the world that is nearest to it, without losing digits. */
const NEAR = `
uniform mat4 matrix;
uniform vec4 centre;
uniform vec2 viewport;
vec2 near(vec4 place) {
  float turn = floor(place.x - centre.x + 0.5);
  return vec2(place.x - turn - centre.x, place.y - centre.y) + (place.zw - centre.zw);
}`;

const FLAGS = `
const int STALE = 1;
const int SELECTED = 2;
const int HOVERED = 4;
const int SHARED = 8;
const int LIFTED = 6;`;

export const SYMBOL_VERTEX = `#version 300 es
precision highp float;
layout(location = 0) in vec2 corner;
layout(location = 1) in vec4 place;
layout(location = 2) in vec4 look;
uniform vec2 grid;
uniform float cell;
uniform float full;
uniform int hollow;
uniform int pass;
uniform float pile;
uniform float shrink;
out vec2 uv;
out vec2 spot;
flat out int flags;
flat out float shown;
${FLAGS}
${NEAR}
void main() {
  flags = int(look.z);
  bool lifted = (flags & LIFTED) != 0;
  if (lifted != (pass == 1)) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    return;
  }
  bool whole = lifted || full > 0.5;
  shown = whole ? 1.0 : 0.0;
  float index = whole ? look.x : look.y + ((flags & STALE) != 0 ? float(hollow) : 0.0);
  vec4 at = matrix * vec4(near(place), 0.0, 1.0);
  vec2 offset = corner * cell * (whole ? 0.5 : 0.5 * shrink) + vec2(0.0, look.w * pile);
  at.xy += offset * 2.0 / viewport * at.w;
  gl_Position = at;
  spot = corner;
  vec2 column = vec2(mod(index, grid.x), floor(index / grid.x));
  uv = (column + vec2(corner.x * 0.5 + 0.5, 0.5 - corner.y * 0.5)) / grid;
}`;

export const SYMBOL_FRAGMENT = `#version 300 es
precision highp float;
in vec2 uv;
in vec2 spot;
flat in int flags;
flat in float shown;
uniform sampler2D atlas;
uniform vec2 grid;
uniform float cell;
uniform float staleCell;
uniform float sharedCell;
uniform vec4 ring;
out vec4 colour;
${FLAGS}
vec4 badge(float index, vec2 centre) {
  vec2 inside = (spot - centre) / 0.36;
  if (max(abs(inside.x), abs(inside.y)) > 1.0) return vec4(0.0);
  vec2 column = vec2(mod(index, grid.x), floor(index / grid.x));
  return texture(atlas, (column + vec2(inside.x * 0.5 + 0.5, 0.5 - inside.y * 0.5)) / grid);
}
vec4 over(vec4 top, vec4 below) { return top + below * (1.0 - top.a); }
void main() {
  vec4 drawn = texture(atlas, uv);
  if (shown > 0.5) {
    if ((flags & STALE) != 0) {
      float grey = dot(drawn.rgb, vec3(0.3, 0.59, 0.11));
      drawn = vec4(mix(drawn.rgb, vec3(grey), 0.55), drawn.a) * 0.72;
      drawn = over(badge(staleCell, vec2(0.56, 0.52)), drawn);
    }
    if ((flags & SHARED) != 0) drawn = over(badge(sharedCell, vec2(-0.56, 0.52)), drawn);
    if ((flags & LIFTED) != 0) {
      float width = (flags & SELECTED) != 0 ? 2.4 : 1.4;
      float away = abs(length(spot) * cell * 0.5 - (cell * 0.5 - 2.5));
      float line = 1.0 - smoothstep(width * 0.5, width * 0.5 + 1.0, away);
      float shade = 1.0 - smoothstep(width * 0.5 + 1.0, width * 0.5 + 2.2, away);
      drawn = over(drawn, vec4(0.0, 0.0, 0.0, 0.55) * shade * (1.0 - line));
      drawn = over(ring * line, drawn);
    }
  }
  if (drawn.a < 0.01) discard;
  colour = drawn;
}`;

export const VECTOR_VERTEX = `#version 300 es
precision highp float;
layout(location = 0) in vec2 corner;
layout(location = 1) in vec4 place;
layout(location = 2) in vec4 look;
layout(location = 3) in vec2 motion;
uniform float full;
uniform float seconds;
uniform float equator;
uniform float width;
out float across;
${FLAGS}
${NEAR}
void main() {
  int flags = int(look.z);
  bool wanted = full > 0.5 || (flags & LIFTED) != 0;
  if (!wanted || motion.x < 0.0 || motion.y < 0.25 || (flags & STALE) != 0) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    return;
  }
  vec2 from = near(place);
  float shrink = cosh(3.14159265358979 * (1.0 - 2.0 * place.y));
  vec2 to = from + vec2(sin(motion.x), -cos(motion.x)) * (motion.y * seconds / equator * shrink);
  vec4 a = matrix * vec4(from, 0.0, 1.0);
  vec4 b = matrix * vec4(to, 0.0, 1.0);
  vec2 line = (b.xy / b.w - a.xy / a.w) * viewport;
  vec2 along = length(line) > 0.0001 ? normalize(line) : vec2(1.0, 0.0);
  vec4 at = corner.y > 0.0 ? b : a;
  at.xy += vec2(-along.y, along.x) * corner.x * width / viewport * at.w;
  gl_Position = at;
  across = corner.x;
}`;

export const VECTOR_FRAGMENT = `#version 300 es
precision highp float;
in float across;
uniform vec4 line;
uniform vec4 edge;
out vec4 colour;
void main() { colour = abs(across) > 0.5 ? edge : line; }`;
