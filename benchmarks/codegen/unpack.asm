; gcc (Debian 12.2.0-14+deb12u1) 12.2.0, -std=c++20 -O2
little:
    pushq %rbx
    movq %rdi, %rbx
    movq %rdx, %rdi
    testq %rdx, %rdx
    js .2
    leaq -10(%rsi), %rax
    cmpq %rax, %rdx
    jg .2
.1:
    addq %rbx, %rdi
    popq %rbx
    movzbl (%rdi), %eax
    movzwl 4(%rdi), %edx
    addl %edx, %eax
    addl 6(%rdi), %eax
    ret
little.cold:
.2:
    movq %rsi, %rdx
    movl $1, %ecx
    movl $10, %esi
    call lendbuf::detail::place_from_end(long, long, long, lendbuf::transfer)
    movq %rax, %rdi
    jmp .1

big:
    pushq %rbp
    movq %rdi, %rbp
    movq %rcx, %rdi
    pushq %rbx
    movq %rsi, %rbx
    subq $8, %rsp
    testq %rcx, %rcx
    js .2
    leaq -23(%rdx), %rax
    cmpq %rax, %rcx
    jg .2
.1:
    leaq (%rbx,%rdi), %rsi
    movzwl 1(%rsi), %edi
    movl 3(%rsi), %ecx
    movq 7(%rsi), %rdx
    movq 15(%rsi), %rax
    movzbl (%rsi), %r8d
    rolw $8, %di
    bswap %ecx
    movl %ecx, 4(%rbp)
    movw %di, 2(%rbp)
    bswap %rdx
    bswap %rax
    movb %r8b, 0(%rbp)
    movq %rdx, 8(%rbp)
    movq %rax, 16(%rbp)
    addq $8, %rsp
    popq %rbx
    popq %rbp
    ret
big.cold:
.2:
    movl $1, %ecx
    movl $23, %esi
    call lendbuf::detail::place_from_end(long, long, long, lendbuf::transfer)
    movq %rax, %rdi
    jmp .1
