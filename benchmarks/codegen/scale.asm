; gcc (Debian 12.2.0-14+deb12u1) 12.2.0, -std=c++20 -O3
scale:
    movq %rdi, %rdx
    testq %rsi, %rsi
    jle .4
    leaq -1(%rsi), %rax
    cmpq $2, %rax
    jbe .6
    movq %rsi, %rcx
    movaps %xmm0, %xmm2
    movq %rdi, %rax
    shrq $2, %rcx
    shufps $0, %xmm2, %xmm2
    salq $4, %rcx
    addq %rdi, %rcx
.1:
    movups (%rax), %xmm1
    addq $16, %rax
    mulps %xmm2, %xmm1
    movups %xmm1, -16(%rax)
    cmpq %rcx, %rax
    jne .1
    movq %rsi, %rax
    andq $-4, %rax
    movq %rax, %rcx
    cmpq %rsi, %rax
    je .5
.2:
    subq %rcx, %rsi
    cmpq $1, %rsi
    je .3
    leaq (%rdx,%rcx,4), %rcx
    movaps %xmm0, %xmm2
    movq (%rcx), %xmm1
    shufps $0xe0, %xmm2, %xmm2
    mulps %xmm2, %xmm1
    movlps %xmm1, (%rcx)
    testb $1, %sil
    je .4
    andq $-2, %rsi
    addq %rsi, %rax
.3:
    leaq (%rdx,%rax,4), %rax
    mulss (%rax), %xmm0
    movss %xmm0, (%rax)
.4:
    ret
.5:
    ret
.6:
    xorl %ecx, %ecx
    xorl %eax, %eax
    jmp .2
