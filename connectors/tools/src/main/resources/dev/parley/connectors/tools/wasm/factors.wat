;; Prime factors: the first argument is a whole number of at most 18 digits, printed are its prime
;; factors in order, with a space after each. Ends with 2 if the argument is something else.
;; wat2wasm factors.wat -o factors.wasm   (WABT)
(module
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_get" (func $args_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1 1)
  ;; 0: count and size of the arguments; 16: their addresses; 256: their text; 512: one number, right
  ;; to left; 544: what fd_write is told; 1024: what is printed
  (global $end (mut i32) (i32.const 1024))

  (func $digits (param $text i32) (result i64)
    (local $digit i32) (local $length i32) (local $number i64)
    (block $done
      (loop $next
        (local.set $digit (i32.load8_u (local.get $text)))
        (br_if $done (i32.eqz (local.get $digit)))
        (if (i32.or
              (i32.gt_u (i32.sub (local.get $digit) (i32.const 48)) (i32.const 9))
              (i32.ge_u (local.get $length) (i32.const 18)))
          (then (call $proc_exit (i32.const 2))))
        (local.set $number
          (i64.add
            (i64.mul (local.get $number) (i64.const 10))
            (i64.extend_i32_u (i32.sub (local.get $digit) (i32.const 48)))))
        (local.set $length (i32.add (local.get $length) (i32.const 1)))
        (local.set $text (i32.add (local.get $text) (i32.const 1)))
        (br $next)))
    (if (i64.lt_u (local.get $number) (i64.const 2)) (then (call $proc_exit (i32.const 2))))
    (local.get $number))

  (func $print (param $number i64)
    (local $at i32)
    (local.set $at (i32.const 540))
    (loop $next
      (local.set $at (i32.sub (local.get $at) (i32.const 1)))
      (i32.store8 (local.get $at)
        (i32.add (i32.wrap_i64 (i64.rem_u (local.get $number) (i64.const 10))) (i32.const 48)))
      (local.set $number (i64.div_u (local.get $number) (i64.const 10)))
      (br_if $next (i64.ne (local.get $number) (i64.const 0))))
    (loop $copy
      (i32.store8 (global.get $end) (i32.load8_u (local.get $at)))
      (global.set $end (i32.add (global.get $end) (i32.const 1)))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $copy (i32.lt_u (local.get $at) (i32.const 540))))
    (i32.store8 (global.get $end) (i32.const 32))
    (global.set $end (i32.add (global.get $end) (i32.const 1))))

  (func (export "_start")
    (local $number i64) (local $divisor i64)
    (if (call $args_sizes_get (i32.const 0) (i32.const 4)) (then (call $proc_exit (i32.const 2))))
    (if (i32.or
          (i32.ne (i32.load (i32.const 0)) (i32.const 2))
          (i32.gt_u (i32.load (i32.const 4)) (i32.const 128)))
      (then (call $proc_exit (i32.const 2))))
    (if (call $args_get (i32.const 16) (i32.const 256)) (then (call $proc_exit (i32.const 2))))
    (local.set $number (call $digits (i32.load (i32.const 20))))
    (local.set $divisor (i64.const 2))
    (block $done
      (loop $next
        (br_if $done
          (i64.gt_u
            (i64.mul (local.get $divisor) (local.get $divisor))
            (local.get $number)))
        (if (i64.eqz (i64.rem_u (local.get $number) (local.get $divisor)))
          (then
            (call $print (local.get $divisor))
            (local.set $number (i64.div_u (local.get $number) (local.get $divisor))))
          (else
            (local.set $divisor
              (i64.add
                (local.get $divisor)
                (select (i64.const 1) (i64.const 2) (i64.eq (local.get $divisor) (i64.const 2)))))))
        (br $next)))
    (call $print (local.get $number))
    (i32.store (i32.const 544) (i32.const 1024))
    (i32.store (i32.const 548) (i32.sub (global.get $end) (i32.const 1024)))
    (drop (call $fd_write (i32.const 1) (i32.const 544) (i32.const 1) (i32.const 552)))))
