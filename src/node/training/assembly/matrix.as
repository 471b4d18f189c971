// AssemblyScript. Pointers are byte addresses in the memory that the tfjs backend owns; strides are in bytes.

/** First `count` (1 to 4) floats at `p`; the lanes beyond them are zero, and memory beyond them is not read. */
// @ts-ignore: decorator
@inline
export function loadFirst(p: usize, count: i32): v128 {
  if (count == 4) return v128.load(p);
  if (count == 1) return v128.load32_zero(p);
  const pair = v128.load64_zero(p);
  return count == 2 ? pair : v128.load_lane<f32>(p + 8, pair, 2);
}

/** Stores the first `count` (1 to 4) lanes at `p`. */
// @ts-ignore: decorator
@inline
export function storeFirst(p: usize, value: v128, count: i32): void {
  if (count == 4) {
    v128.store(p, value);
  } else if (count == 1) {
    v128.store_lane<f32>(p, value, 0);
  } else {
    v128.store_lane<f64>(p, value, 0);
    if (count == 3) v128.store_lane<f32>(p + 8, value, 2);
  }
}

// @ts-ignore: decorator
@inline
function addTo(p: usize, value: v128): void {
  v128.store(p, f32x4.add(v128.load(p), value));
}

// @ts-ignore: decorator
@inline
function addFirst(p: usize, value: v128, count: i32): void {
  storeFirst(p, f32x4.add(loadFirst(p, count), value), count);
}

/** 4 rows of A against 8 columns of B: eight sums stay in registers over the whole of k. */
function tile4x8(a: usize, aRow: usize, aCol: usize, b: usize, bRow: usize, c: usize, cRow: usize, k: i32): void {
  let a1 = a + aRow;
  let a2 = a1 + aRow;
  let a3 = a2 + aRow;
  let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
  for (let i = 0; i < k; i++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load_splat<f32>(a);
    s00 = f32x4.add(s00, f32x4.mul(x, b0));
    s01 = f32x4.add(s01, f32x4.mul(x, b1));
    x = v128.load_splat<f32>(a1);
    s10 = f32x4.add(s10, f32x4.mul(x, b0));
    s11 = f32x4.add(s11, f32x4.mul(x, b1));
    x = v128.load_splat<f32>(a2);
    s20 = f32x4.add(s20, f32x4.mul(x, b0));
    s21 = f32x4.add(s21, f32x4.mul(x, b1));
    x = v128.load_splat<f32>(a3);
    s30 = f32x4.add(s30, f32x4.mul(x, b0));
    s31 = f32x4.add(s31, f32x4.mul(x, b1));
    a += aCol;
    a1 += aCol;
    a2 += aCol;
    a3 += aCol;
    b += bRow;
  }
  // Row after row: the rows of C may overlap (the input gradient of a convolution adds into shared pixels).
  addTo(c, s00);
  addTo(c + 16, s01);
  c += cRow;
  addTo(c, s10);
  addTo(c + 16, s11);
  c += cRow;
  addTo(c, s20);
  addTo(c + 16, s21);
  c += cRow;
  addTo(c, s30);
  addTo(c + 16, s31);
}

/** 4 rows of A against the last `n` (1 to 4) columns of B. */
function tile4xTail(
  a: usize, aRow: usize, aCol: usize, b: usize, bRow: usize, c: usize, cRow: usize, k: i32, n: i32,
): void {
  let a1 = a + aRow;
  let a2 = a1 + aRow;
  let a3 = a2 + aRow;
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
  for (let i = 0; i < k; i++) {
    const b0 = loadFirst(b, n);
    s0 = f32x4.add(s0, f32x4.mul(v128.load_splat<f32>(a), b0));
    s1 = f32x4.add(s1, f32x4.mul(v128.load_splat<f32>(a1), b0));
    s2 = f32x4.add(s2, f32x4.mul(v128.load_splat<f32>(a2), b0));
    s3 = f32x4.add(s3, f32x4.mul(v128.load_splat<f32>(a3), b0));
    a += aCol;
    a1 += aCol;
    a2 += aCol;
    a3 += aCol;
    b += bRow;
  }
  addFirst(c, s0, n);
  addFirst(c + cRow, s1, n);
  addFirst(c + 2 * cRow, s2, n);
  addFirst(c + 3 * cRow, s3, n);
}

/** One row of A against 8 columns of B. */
function tile1x8(a: usize, aCol: usize, b: usize, bRow: usize, c: usize, k: i32): void {
  let s0 = f32x4.splat(0), s1 = s0;
  for (let i = 0; i < k; i++) {
    const x = v128.load_splat<f32>(a);
    s0 = f32x4.add(s0, f32x4.mul(x, v128.load(b)));
    s1 = f32x4.add(s1, f32x4.mul(x, v128.load(b, 16)));
    a += aCol;
    b += bRow;
  }
  addTo(c, s0);
  addTo(c + 16, s1);
}

/** One row of A against the last `n` (1 to 4) columns of B. */
function tile1xTail(a: usize, aCol: usize, b: usize, bRow: usize, c: usize, k: i32, n: i32): void {
  let s0 = f32x4.splat(0);
  for (let i = 0; i < k; i++) {
    s0 = f32x4.add(s0, f32x4.mul(v128.load_splat<f32>(a), loadFirst(b, n)));
    a += aCol;
    b += bRow;
  }
  addFirst(c, s0, n);
}

/**
 * C += A B, with A [m, k] under any two strides (so a transposed A costs nothing), B [k, n] and C [m, n] by rows.
 * k is walked in stretches that keep a strip of B (8 columns) and the columns of a transposed A in the first cache.
 */
export function addProduct(
  a: usize, aRow: usize, aCol: usize, b: usize, bRow: usize, c: usize, cRow: usize, m: i32, n: i32, k: i32,
): void {
  for (let k0 = 0; k0 < k; k0 += 96) {
    const stretch = min(96, k - k0);
    const aStart = a + <usize>k0 * aCol;
    const bStart = b + <usize>k0 * bRow;
    for (let j = 0; j < n; ) {
      const left = n - j;
      const width = left >= 8 ? 8 : min(4, left);
      const bStrip = bStart + (<usize>j << 2);
      let cTile = c + (<usize>j << 2);
      let aTile = aStart;
      let i = 0;
      for (; i + 4 <= m; i += 4) {
        if (width == 8) tile4x8(aTile, aRow, aCol, bStrip, bRow, cTile, cRow, stretch);
        else tile4xTail(aTile, aRow, aCol, bStrip, bRow, cTile, cRow, stretch, width);
        aTile += 4 * aRow;
        cTile += 4 * cRow;
      }
      for (; i < m; i++) {
        if (width == 8) tile1x8(aTile, aCol, bStrip, bRow, cTile, stretch);
        else tile1xTail(aTile, aCol, bStrip, bRow, cTile, stretch, width);
        aTile += aRow;
        cTile += cRow;
      }
      j += width;
    }
  }
}

/** out [columns, rows] = transpose of x [rows, columns], in squares of 16 so that both sides stay in cache. */
export function transposeInto(out: usize, x: usize, rows: i32, columns: i32): void {
  for (let i0 = 0; i0 < rows; i0 += 16) {
    const i1 = min(i0 + 16, rows);
    for (let j0 = 0; j0 < columns; j0 += 16) {
      const j1 = min(j0 + 16, columns);
      for (let i = i0; i < i1; i++) {
        for (let j = j0; j < j1; j++) {
          store<f32>(out + (<usize>(j * rows + i) << 2), load<f32>(x + (<usize>(i * columns + j) << 2)));
        }
      }
    }
  }
}

/**
 * out [batch, m, n] = op(a) op(b), where op transposes its matrix if asked. A side with one matrix serves the whole
 * batch. `scratch` holds k n floats and is used only for a transposed b.
 */
export function matrixProducts(
  a: usize, b: usize, out: usize, scratch: usize, batchA: i32, batchB: i32, m: i32, n: i32, k: i32,
  transposeA: i32, transposeB: i32,
): void {
  const batch = max(batchA, batchB);
  const aRow: usize = transposeA ? 4 : <usize>k << 2;
  const aCol: usize = transposeA ? <usize>m << 2 : 4;
  const rowBytes = <usize>n << 2;
  memory.fill(out, 0, <usize>(batch * m) * rowBytes);
  for (let i = 0; i < batch; i++) {
    const aMatrix = a + (batchA == 1 ? 0 : <usize>(i * m * k) << 2);
    let bMatrix = b + (batchB == 1 ? 0 : <usize>(i * k * n) << 2);
    if (transposeB) {
      if (i == 0 || batchB > 1) transposeInto(scratch, bMatrix, n, k);
      bMatrix = scratch;
    }
    addProduct(aMatrix, aRow, aCol, bMatrix, rowBytes, out + <usize>(i * m) * rowBytes, rowBytes, m, n, k);
  }
}
