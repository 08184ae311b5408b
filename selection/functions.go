package selection

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/vm/runtime"
)

// The functions that may be called. Those of lists are the language's own.
var (
	ofLists = []string{"any", "all", "none", "one", "count", "len"}
	ofTexts = []string{"lower", "upper", "inNetwork", "date", "duration"}
)

// constants read the texts that have to stand in an expression as they are, so that each is understood only once:
// the last argument of these functions.
var constants = map[string]func(string) (any, error){
	"date":      func(s string) (any, error) { return parseTime(s) },
	"duration":  parseDuration,
	"inNetwork": parseNetwork,
}

func parseDuration(s string) (any, error) {
	if d, ok := parseAge(s); ok {
		return d, nil
	}
	return nil, fmt.Errorf("%q is no span of time: it is as 250ms, 90m or 7d", s)
}

func parseNetwork(s string) (any, error) {
	e, err := parseEndpoint(s, false)
	if err == nil && !e.anyPort {
		err = fmt.Errorf("%q has a port: a network is as 192.0.2.0/24 or 2001:db8::/32", s)
	}
	return e.network, err
}

// language has what parses an expression, and checks it with the options given.
func language(options ...expr.Option) *conf.Config {
	c := conf.CreateNew()
	for _, option := range append(functions(), options...) {
		option(c)
	}
	return c
}

// functions are those of texts as a person calls them, with their types, and those that absence puts in the place of
// these and of operators. What one of the latter makes of something absent is absent.
func functions() []expr.Option {
	return []expr.Option{
		expr.Function("date", nil, new(func(string) time.Time)),
		expr.Function("duration", nil, new(func(string) time.Duration)),
		expr.Function("inNetwork", nil, new(func(string, string) bool)),
		expr.Function("lower", nil, new(func(string) string)),
		expr.Function("upper", nil, new(func(string) string)),

		expr.Function("$inNetwork", ofTwo(inNetwork)),
		expr.Function("$lower", onText(strings.ToLower)),
		expr.Function("$upper", onText(strings.ToUpper)),
		expr.Function("$at", ofTwo(at)),
		expr.Function("$<", ofTwo(func(a, b any) any { return runtime.Less(a, b) })),
		expr.Function("$<=", ofTwo(func(a, b any) any { return runtime.LessOrEqual(a, b) })),
		expr.Function("$>", ofTwo(func(a, b any) any { return runtime.More(a, b) })),
		expr.Function("$>=", ofTwo(func(a, b any) any { return runtime.MoreOrEqual(a, b) })),
		expr.Function("$+", ofTwo(runtime.Add)),
		expr.Function("$-", ofTwo(runtime.Subtract)),
		expr.Function("$*", ofTwo(runtime.Multiply)),
		expr.Function("$/", ofTwo(func(a, b any) any { return runtime.Divide(a, b) })),
	}
}

// ofTwo makes a function of two values: what it makes of something absent is absent.
func ofTwo(f func(a, b any) any) func(...any) (any, error) {
	return func(args ...any) (any, error) {
		if args[0] == nil || args[1] == nil {
			return nil, nil
		}
		return f(args[0], args[1]), nil
	}
}

// onText makes a function of a text.
func onText(f func(string) string) func(...any) (any, error) {
	return func(args ...any) (any, error) {
		if s, ok := args[0].(string); ok {
			return f(s), nil
		}
		return nil, nil
	}
}

// inNetwork reports whether an address, as a record has it, is in a network.
func inNetwork(ip, network any) any {
	addr, err := netip.ParseAddr(ip.(string))
	return err == nil && network.(netip.Prefix).Contains(addr)
}

// at returns a list's element, which is absent where the list is shorter.
func at(list, index any) any {
	i := index.(int)
	switch l := list.(type) {
	case []string:
		if i >= 0 && i < len(l) {
			return l[i]
		}
	case []any:
		if i >= 0 && i < len(l) {
			return l[i]
		}
	}
	return nil
}
