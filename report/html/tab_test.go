package html_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/record"
)

// browsers are the names under which Chromium is installed.
var browsers = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"}

// errNoBrowser says that there is none to test in.
var errNoBrowser = errors.New("no browser to test the page in: install one of " + strings.Join(browsers, ", "))

// browser is the Chromium that all tests open their tabs in; stopBrowser ends it.
var (
	browser     = sync.OnceValues(startBrowser)
	stopBrowser = func() {}
)

func startBrowser() (context.Context, error) {
	found := slices.IndexFunc(browsers, func(name string) bool { _, err := exec.LookPath(name); return err == nil })
	if found < 0 {
		return nil, errNoBrowser
	}
	// Tests run as root in containers, where Chromium has no sandbox.
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(browsers[found]), chromedp.NoSandbox)
	allocated, free := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stop := chromedp.NewContext(allocated)
	stopBrowser = func() { stop(); free() }
	return ctx, chromedp.Do(ctx)
}

func TestMain(m *testing.M) {
	code := m.Run()
	stopBrowser()
	os.Exit(code)
}

// tab is a page opened in Chromium.
type tab struct {
	*testing.T
	ctx  context.Context
	file string

	mu         sync.Mutex
	complaints []string
}

// open writes a page to a disk and opens it there. The test fails if the page
// complains on the console: of an exception, or of its policy.
func open(t *testing.T, all []*record.Connection, address string) *tab {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser takes its time to start")
	}
	chromium, err := browser()
	if errors.Is(err, errNoBrowser) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(file, []byte(made(t, all)), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(chromium)
	t.Cleanup(cancel)
	b := &tab{T: t, ctx: ctx, file: (&url.URL{Scheme: "file", Path: filepath.ToSlash(file)}).String()}
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	messages := chromedp.Console(ctx)
	go func() {
		for m, err := range messages {
			if err != nil {
				return
			}
			b.mu.Lock()
			b.complaints = append(b.complaints, m.Text)
			b.mu.Unlock()
		}
	}()
	t.Cleanup(b.quiet)
	b.do(chromedp.EmulateViewport(1280, 900), chromedp.Navigate(b.file+address))
	return b
}

// quiet fails the test if there was anything on the console.
func (b *tab) quiet() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, complaint := range b.complaints {
		b.Errorf("on the console: %s", complaint)
	}
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 20*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.Fatal(err)
	}
}

// wants waits until an expression has a value.
func (b *tab) wants(expression string, want any) {
	b.Helper()
	wanted, err := json.Marshal(want)
	if err != nil {
		b.Fatal(err)
	}
	var got any
	for range 100 {
		if got, err = chromedp.Run(b.ctx, chromedp.Evaluate[any](expression)); err != nil {
			b.Fatalf("%s: %v", expression, err)
		}
		text, err := json.Marshal(got)
		if err == nil && bytes.Equal(text, wanted) {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	b.Fatalf("%s: %s", expression, cmp.Diff(want, got))
}

// forgive forgets so many complaints, and reports whether there were that many.
func (b *tab) forgive(n int) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.complaints) < n {
		return false
	}
	b.complaints = b.complaints[n:]
	return true
}
