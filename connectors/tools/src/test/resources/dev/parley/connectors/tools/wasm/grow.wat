;; Takes memory a MiB at a time until it gets no more, then ends with how many MiB it had.
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_start")
    (local $had i32)
    (block $full
      (loop $more
        (br_if $full (i32.eq (memory.grow (i32.const 16)) (i32.const -1)))
        (local.set $had (i32.add (local.get $had) (i32.const 1)))
        (br $more)))
    (call $proc_exit (local.get $had))))
