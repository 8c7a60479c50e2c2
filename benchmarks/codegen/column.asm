; gcc (Debian 12.2.0-14+deb12u1) 12.2.0, -std=c++20 -O2
weights:
    testq %rsi, %rsi
    jne .1
    pxor %xmm0, %xmm0
    ret
.1:
    addq $8, %rdi
    leaq (%rsi,%rsi,2), %rax
    pxor %xmm0, %xmm0
    leaq (%rdi,%rax,8), %rax
.2:
    addsd (%rdi), %xmm0
    addq $24, %rdi
    cmpq %rax, %rdi
    jne .2
    ret

weights_by_index:
    testq %rsi, %rsi
    jne .2
.1:
    pxor %xmm0, %xmm0
    ret
.2:
    addq $8, %rdi
    testq %rsi, %rsi
    jle .1
    leaq (%rsi,%rsi,2), %rax
    pxor %xmm0, %xmm0
    leaq (%rdi,%rax,8), %rax
.3:
    addsd (%rdi), %xmm0
    addq $24, %rdi
    cmpq %rax, %rdi
    jne .3
    ret
