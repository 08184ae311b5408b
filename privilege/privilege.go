// Package privilege gives up what a process no longer needs once its sockets
// are open, so that who takes it over by the bytes it reads gains little.
package privilege

// Options say what a process needs to keep.
type Options struct {
	// User is the name or number of the user to become where the process is root. Empty
	// stands for the one who called sudo, else nobody.
	User string
	// Write are the folders that files are made in. Those that are missing are made for the user.
	Write []string
	// Read are the files and folders that are read, beside the system's own.
	Read []string
}

// Drop gives up, on every thread and for good: root, all capabilities, the means
// to gain new ones, files but those that Options name, and the system calls that
// only an intruder would use. It returns what was given up and what could not be, in
// lines for the log. On an error some of it may be given up, and the process should end.
func Drop(o Options) (told []string, err error) { return drop(o) }
