;; Writes a file of 32 KiB pieces until it is refused; ends with how many pieces went in, 255 at most.
(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 64) "file")
  (func (export "_start")
    (local $pieces i32)
    (if (call $path_open
          (i32.const 3) (i32.const 0) (i32.const 64) (i32.const 4)
          (i32.const 1) (i64.const 64) (i64.const 64) (i32.const 0) (i32.const 512))
      (then (call $proc_exit (i32.const 254))))
    (i32.store (i32.const 0) (i32.const 1024))
    (i32.store (i32.const 4) (i32.const 32768))
    (block $full
      (loop $more
        (br_if $full
          (call $fd_write (i32.load (i32.const 512)) (i32.const 0) (i32.const 1) (i32.const 16)))
        (local.set $pieces (i32.add (local.get $pieces) (i32.const 1)))
        (br_if $more (i32.lt_u (local.get $pieces) (i32.const 253)))))
    (call $proc_exit (local.get $pieces))))
