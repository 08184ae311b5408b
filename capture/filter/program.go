package filter

import "golang.org/x/net/bpf"

// program is classic BPF that is written from its end to its beginning: such
// code jumps forward only, so what a jump goes to is there when it is written.
type program struct {
	// code is in reverse order.
	code []bpf.Instruction
	// read are the cells that the code reads, one bit each.
	read uint16
}

// label is a place in a program: how many instructions there are from it to the end.
type label int

// farthest is how many instructions a conditional jump can skip.
const farthest = 255

// run puts instructions before the code, which go on at next, and returns their place.
func (p *program) run(next label, instructions ...bpf.Instruction) label {
	if skip := p.skip(next); skip > 0 {
		p.code = append(p.code, bpf.Jump{Skip: uint32(skip)})
	}
	for i := len(instructions) - 1; i >= 0; i-- {
		p.code = append(p.code, instructions[i])
	}
	return label(len(p.code))
}

// end puts before the code an instruction that ends the program.
func (p *program) end(keep uint32) label {
	p.code = append(p.code, bpf.RetConstant{Val: keep})
	return label(len(p.code))
}

// test compares the accumulator and goes on at yes or no.
func (p *program) test(cond bpf.JumpTest, value uint32, yes, no label) label {
	// A jump on the way may push the other one out of reach, so one is spared.
	if p.skip(yes) >= farthest {
		yes = p.run(yes)
	}
	if p.skip(no) >= farthest {
		no = p.run(no)
	}
	p.code = append(p.code, bpf.JumpIf{Cond: cond, Val: value, SkipTrue: uint8(p.skip(yes)), SkipFalse: uint8(p.skip(no))})
	return label(len(p.code))
}

// anyOf goes on at yes if the accumulator is one of the values, else at no.
func (p *program) anyOf(values []uint32, yes, no label) label {
	for _, v := range values {
		no = p.test(bpf.JumpEqual, v, yes, no)
	}
	return no
}

// load puts a cell into the accumulator and goes on at next.
func (p *program) load(c cell, next label) label {
	p.read |= 1 << c
	return p.run(next, bpf.LoadScratch{Dst: bpf.RegA, N: int(c)})
}

// uses reports whether the code reads one of these cells.
func (p *program) uses(cells ...cell) bool {
	for _, c := range cells {
		if p.read&(1<<c) != 0 {
			return true
		}
	}
	return false
}

func (p *program) skip(to label) int { return len(p.code) - int(to) }

// instructions returns the program as it is run.
func (p *program) instructions() []bpf.Instruction {
	forward := make([]bpf.Instruction, len(p.code))
	for i, instruction := range p.code {
		forward[len(forward)-1-i] = instruction
	}
	return forward
}
