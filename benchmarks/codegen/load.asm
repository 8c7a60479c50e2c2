; gcc (Debian 12.2.0-14+deb12u1) 12.2.0, -std=c++20 -O2
two:
    movzwl (%rdi), %eax
    rolw $8, %ax
    ret

four:
    movl (%rdi), %eax
    bswap %eax
    ret

eight:
    movq (%rdi), %rax
    bswap %rax
    movq %rax, %xmm0
    ret

store:
    bswap %esi
    movl %esi, (%rdi)
    ret
