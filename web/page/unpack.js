'use strict';
// Unpacks LZMA (7-zip's first, of 1998, as its specification has it): a third smaller than what browsers unpack themselves.

/** The probabilities by what they are for, as places in one list; `S` states, `P` places within four bytes. */
const AT = (() => {
  const sizes = {
    match: 12 << 4, rep: 12, repG0: 12, repG1: 12, repG2: 12, rep0Long: 12 << 4, slot: 4 << 6, special: 128, align: 16,
    // How long: two choices, then short by place, middling by place, long.
    length: 2 + (16 << 3) + (16 << 3) + 256, repLength: 2 + (16 << 3) + (16 << 3) + 256, literal: 0x300 << 4,
  };
  let next = 0;
  return Object.fromEntries(Object.entries(sizes).map(([name, size]) => [name, (next += size) - size]).concat([['end', next]]));
})();

/** The `size` bytes that `packed` holds, a raw stream with lc + lp of at most 4. */
function unpack(packed, size, { lc, lp, pb }) {
  const out = new Uint8Array(size);
  const odds = new Uint16Array(AT.end).fill(1024);
  let [at, range, code] = [5, 0xffffffff, 0];
  for (let n = 1; n < 5; n++) code = (code * 256 + packed[n]) >>> 0;

  const bit = place => {
    const odd = odds[place];
    const bound = (range >>> 11) * odd;
    let found;
    if (code < bound) {
      range = bound;
      odds[place] = odd + ((2048 - odd) >> 5);
      found = 0;
    } else {
      range -= bound;
      code -= bound;
      odds[place] = odd - (odd >> 5);
      found = 1;
    }
    if (range < 0x1000000) {
      range = (range << 8) >>> 0;
      code = ((code << 8) | packed[at++]) >>> 0;
    }
    return found;
  };
  const tree = (place, bits) => {
    let node = 1;
    for (let n = 0; n < bits; n++) node = (node << 1) | bit(place + node);
    return node - (1 << bits);
  };
  const reversed = (place, bits) => {
    let [node, value] = [1, 0];
    for (let n = 0; n < bits; n++) {
      const found = bit(place + node);
      node = (node << 1) | found;
      value |= found << n;
    }
    return value;
  };
  const direct = bits => {
    let value = 0;
    for (let n = 0; n < bits; n++) {
      range >>>= 1;
      const found = code >= range ? 1 : 0;
      if (found) code -= range;
      value = value * 2 + found;
      if (range < 0x1000000) {
        range = (range << 8) >>> 0;
        code = ((code << 8) | packed[at++]) >>> 0;
      }
    }
    return value;
  };
  const length = (place, within) => {
    if (!bit(place)) return tree(place + 2 + (within << 3), 3);
    if (!bit(place + 1)) return 8 + tree(place + 2 + 128 + (within << 3), 3);
    return 16 + tree(place + 2 + 256, 8);
  };

  let [done, state, rep0, rep1, rep2, rep3] = [0, 0, 0, 0, 0, 0];
  const [mask, literals] = [(1 << pb) - 1, (1 << lp) - 1];
  while (done < size) {
    const within = done & mask;
    if (!bit(AT.match + (state << 4) + within)) {
      const before = done ? out[done - 1] : 0;
      const place = AT.literal + 0x300 * (((done & literals) << lc) + (before >> (8 - lc)));
      let node = 1;
      if (state >= 7) {
        let wanted = out[done - rep0 - 1];
        while (node < 0x100) {
          const one = (wanted >> 7) & 1;
          wanted <<= 1;
          const found = bit(place + ((1 + one) << 8) + node);
          node = (node << 1) | found;
          if (one !== found) break;
        }
      }
      while (node < 0x100) node = (node << 1) | bit(place + node);
      out[done++] = node;
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    let long;
    if (bit(AT.rep + state)) {
      if (!bit(AT.repG0 + state)) {
        if (!bit(AT.rep0Long + (state << 4) + within)) {
          state = state < 7 ? 9 : 11;
          out[done] = out[done - rep0 - 1];
          done += 1;
          continue;
        }
      } else {
        let far;
        if (!bit(AT.repG1 + state)) far = rep1;
        else {
          if (!bit(AT.repG2 + state)) far = rep2;
          else [far, rep3] = [rep3, rep2];
          rep2 = rep1;
        }
        [rep1, rep0] = [rep0, far];
      }
      long = length(AT.repLength, within);
      state = state < 7 ? 8 : 11;
    } else {
      [rep3, rep2, rep1] = [rep2, rep1, rep0];
      long = length(AT.length, within);
      state = state < 7 ? 7 : 10;
      const slot = tree(AT.slot + (Math.min(long, 3) << 6), 6);
      if (slot < 4) rep0 = slot;
      else {
        const bits = (slot >> 1) - 1;
        rep0 = ((2 | (slot & 1)) << bits) >>> 0;
        if (slot < 14) rep0 += reversed(AT.special + rep0 - slot, bits);
        else rep0 += direct(bits - 4) * 16 + reversed(AT.align, 4);
      }
      if (rep0 >= done) throw new Error('unlike LZMA');
    }
    for (let n = Math.min(long + 2, size - done), from = done - rep0 - 1; n > 0; n--) out[done++] = out[from++];
  }
  return out;
}
