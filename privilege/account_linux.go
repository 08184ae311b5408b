package privilege

import (
	"fmt"
	"os"
	"os/user"
	"strconv"
)

// account is a user to run as.
type account struct {
	name     string
	uid, gid int
}

func (a account) String() string { return fmt.Sprintf("%s (%d)", a.name, a.uid) }

// find returns the user of a name or number; of none the one who called sudo, else nobody.
func find(name string) (account, error) {
	if name == "" {
		name = os.Getenv("SUDO_UID")
	}
	if name == "" || name == "0" {
		name = "nobody"
	}
	u, err := user.Lookup(name)
	if err != nil {
		u, err = user.LookupId(name)
	}
	if err != nil {
		return account{}, fmt.Errorf("user %s: there is none of this name or number", name)
	}
	a := account{name: u.Username}
	if a.uid, err = strconv.Atoi(u.Uid); err == nil {
		a.gid, err = strconv.Atoi(u.Gid)
	}
	if err == nil && a.uid == 0 {
		err = fmt.Errorf("user %s is root: name another", name)
	}
	return a, err
}
