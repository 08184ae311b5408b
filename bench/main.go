// Bench measures tlssniff beside other programs on large captures that it makes:
// each is run in turn, several times, and a table has the medians.
//
//	go run ./bench                    the three loads, with every peer that is installed
//	go run ./bench -runs 7 -loads handshakes -times 4
//
// CPU is user and system time of the whole process, as the operating system
// accounts for it; peak is its largest resident set.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tlssniff/tlssniff/bench/load"
)

func main() {
	if err := bench(); err != nil {
		fmt.Fprintf(os.Stderr, "bench: %v\n", err)
		os.Exit(1)
	}
}

func bench() error {
	var (
		dir   = flag.String("dir", filepath.Join(os.TempDir(), "tlssniff-loads"), "where the loads are made, and kept")
		out   = flag.String("out", defaultOut(), "where the programs write their output")
		runs  = flag.Int("runs", 5, "how often each program runs on each load")
		only  = flag.String("loads", strings.Join(loadNames(), ","), "which loads to run")
		times = flag.Int("times", 1, "how many times the usual number of connections")
		from  = flag.String("templates", "samples", "captures to copy connections from")
		alone = flag.Bool("alone", false, "leave the other programs out")
	)
	flag.Parse()
	templates, err := load.ReadTemplates([]string{*from})
	if err != nil {
		return err
	}
	binary := filepath.Join(*dir, "tlssniff")
	if err := os.MkdirAll(*dir, 0o755); err != nil {
		return err
	}
	build := exec.Command("go", "build", "-o", binary, "./cmd/tlssniff")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return err
	}
	programs := append(tlssniff(binary), peers(*alone)...)
	for _, name := range strings.Split(*only, ",") {
		path, err := makeLoad(*dir, name, *times, templates)
		if err != nil {
			return err
		}
		table, err := measure(programs, path, filepath.Join(*out, "tlssniff-bench.out"), *runs)
		if err != nil {
			return err
		}
		fmt.Printf("%s\n%s\n", title(name, path, *times), table)
	}
	return nil
}

// loads are what is measured by default.
var loads = []struct {
	name    string
	options load.Options
}{
	{"handshakes", load.Options{Connections: 60_000, Open: 2_000}},
	{"bulk", load.Options{Connections: 1_500, Open: 500, Bulk: 700_000}},
	{"mixed", load.Options{Connections: 20_000, Open: 2_000, Bulk: 20_000, Disorder: 0.01, Other: 0.4}},
}

func loadNames() []string {
	var names []string
	for _, l := range loads {
		names = append(names, l.name)
	}
	return names
}

// makeLoad makes a load unless it is there already, and returns its path.
func makeLoad(dir, name string, times int, templates []load.Template) (string, error) {
	i := slices.Index(loadNames(), name)
	if i < 0 {
		return "", fmt.Errorf("there is no load %q: there are %s", name, strings.Join(loadNames(), ", "))
	}
	path := filepath.Join(dir, fmt.Sprintf("%s-%d.pcap", name, times))
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	fmt.Fprintf(os.Stderr, "making %s\n", path)
	f, err := os.CreateTemp(dir, name+"-*")
	if err != nil {
		return "", err
	}
	defer os.Remove(f.Name())
	o := loads[i].options
	o.Connections *= times
	if err := load.Write(f, templates, o); err != nil {
		return "", err
	}
	if err := f.Close(); err != nil {
		return "", err
	}
	return path, os.Rename(f.Name(), path)
}

// title says what a load is.
func title(name, path string, times int) string {
	o := loads[slices.Index(loadNames(), name)].options
	size := int64(0)
	if info, err := os.Stat(path); err == nil {
		size = info.Size()
	}
	return fmt.Sprintf("%s: %d connections, %d MB", name, o.Connections*times, size/1e6)
}

// defaultOut is a folder in memory where there is one.
func defaultOut() string {
	if _, err := os.Stat("/dev/shm"); err == nil {
		return "/dev/shm"
	}
	return os.TempDir()
}
