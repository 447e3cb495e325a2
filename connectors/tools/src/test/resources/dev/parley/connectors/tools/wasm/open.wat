;; Opens the file that its first argument names below the folder it was given; ends with the error.
(module
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_get" (func $args_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_start")
    (drop (call $args_sizes_get (i32.const 0) (i32.const 4)))
    (drop (call $args_get (i32.const 16) (i32.const 256)))
    (call $proc_exit
      (call $path_open
        (i32.const 3) (i32.const 0)
        (i32.load (i32.const 20))
        ;; its length: what lies between the two arguments and the end, without the zero
        (i32.sub
          (i32.sub (i32.add (i32.const 256) (i32.load (i32.const 4))) (i32.load (i32.const 20)))
          (i32.const 1))
        (i32.const 0) (i64.const 2) (i64.const 2) (i32.const 0) (i32.const 512)))))
