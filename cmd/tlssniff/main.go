// Tlssniff reads the TLS handshakes in captured traffic and reports every
// connection: its version, cipher suite, certificates and alerts.
//
// What goes where: results go to standard output, everything else to standard
// error. A message is one line, in lower case, without a period; it names the
// file, the place in it, and what to do.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// The exit statuses that scripts rely on.
const (
	exitRead     = 0 // the input was read to its end, whatever it holds
	exitPartial  = 1 // an input could not be read, or only in part
	exitUsage    = 2 // the command line is wrong
	exitFindings = 3 // something as bad as --fail-on was found
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal ends the reading and reports what was read; the second ends the program.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], streams{in: os.Stdin, out: os.Stdout, err: os.Stderr}))
}

// streams are the program's three.
type streams struct {
	in       io.Reader
	out, err *os.File
}

// run is the whole program, with what it takes from its surroundings given to it.
func run(ctx context.Context, args []string, s streams) int {
	root := newRoot(s)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	var usage usageError
	switch {
	case err == nil:
		return exitRead
	case errors.As(err, &usage):
		fmt.Fprintf(s.err, "tlssniff: %v\n", err)
		return exitUsage
	case errors.Is(err, errTold):
		return exitPartial
	case errors.Is(err, errFindings):
		return exitFindings
	}
	fmt.Fprintf(s.err, "tlssniff: %v\n", err)
	return exitPartial
}

// usageError says that the command line is wrong.
type usageError struct{ error }

func usagef(format string, a ...any) error { return usageError{fmt.Errorf(format, a...)} }

// errFindings ends a command that found what it was told to fail on. The report tells what.
var errFindings = errors.New("findings as bad as --fail-on")

// errTold ends a command whose problems the user was already told of.
var errTold = errors.New("the input was read only in part")
