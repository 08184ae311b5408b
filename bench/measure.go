package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// patience is how long one run may take.
const patience = 5 * time.Minute

// cost is what one run took.
type cost struct {
	cpu, wall time.Duration
	peak      int64 // bytes; 0 where the system does not say
}

// measure runs every program so many times, in turn, after one run each that does not count.
// It returns a table of the medians.
func measure(programs []program, path, out string, runs int) (string, error) {
	defer os.Remove(out)
	costs := make([][]cost, len(programs))
	failed := make([]error, len(programs))
	for round := range runs + 1 {
		for i, p := range programs {
			if failed[i] != nil {
				continue
			}
			c, err := run(p, path, out)
			if failed[i] = err; err == nil && round > 0 {
				costs[i] = append(costs[i], c)
			}
		}
	}
	if failed[0] != nil {
		return "", failed[0]
	}
	var b strings.Builder
	fmt.Fprintf(&b, "  %-24s %8s %8s %9s %9s %8s\n", "program", "CPU s", "spread", "wall s", "peak MB", "ratio")
	for i, p := range programs {
		if failed[i] != nil {
			fmt.Fprintf(&b, "  %-24s %v\n", p.name, failed[i])
			continue
		}
		cpu := sorted(costs[i], func(c cost) float64 { return c.cpu.Seconds() })
		wall := sorted(costs[i], func(c cost) float64 { return c.wall.Seconds() })
		peak := sorted(costs[i], func(c cost) float64 { return float64(c.peak) / 1e6 })
		first := sorted(costs[0], func(c cost) float64 { return c.cpu.Seconds() })
		fmt.Fprintf(&b, "  %-24s %8.2f %8.2f %9.2f %9.0f %8.2f\n",
			p.name, median(cpu), cpu[len(cpu)-1]-cpu[0], median(wall), median(peak), median(cpu)/median(first))
	}
	return b.String(), nil
}

func sorted(costs []cost, of func(cost) float64) []float64 {
	values := make([]float64, len(costs))
	for i, c := range costs {
		values[i] = of(c)
	}
	slices.Sort(values)
	return values
}

func median(sorted []float64) float64 { return sorted[len(sorted)/2] }

// run runs a program once on a capture.
func run(p program, path, out string) (cost, error) {
	args := slices.Clone(p.args)
	named := false
	for i, a := range args {
		switch a {
		case "FILE":
			args[i] = path
		case "OUT":
			args[i], named = out, true
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	if !named {
		f, err := os.Create(out)
		if err != nil {
			return cost{}, err
		}
		defer f.Close()
		cmd.Stdout = f
	}
	start := time.Now()
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return cost{}, fmt.Errorf("did not end within %v", patience)
		}
		return cost{}, err
	}
	return cost{cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), wall: time.Since(start), peak: peak(cmd.ProcessState)}, nil
}
