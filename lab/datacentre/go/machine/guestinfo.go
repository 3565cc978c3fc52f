package machine

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// guestInfoFolder is where a machine sees its guestinfo, one file for each key; the node image's vmware-rpctool reads and
// writes it in place of the hypervisor's back door.
const guestInfoFolder = "/var/lib/vmware-guestinfo"

// GuestInfo is a vSphere VM's extra configuration under `guestinfo.`, full keys. Machine and VM both write it.
type GuestInfo map[string]string

func (g GuestInfo) share() share { return share{Folder: "guestinfo", Inside: guestInfoFolder} }

func (g GuestInfo) fill(folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	return writeGuestInfo(folder, g)
}

func (g GuestInfo) network() (Network, error) { return ParseNetwork(g) }

// settled is longer than a tick of any kernel's file clock.
const settled = 50 * time.Millisecond

// toolsMarker is the file by which a machine says that its guest tools run. It is no guestinfo key.
const toolsMarker = "tools-running"

var guestInfoKey = regexp.MustCompile(`^guestinfo\.[A-Za-z0-9._-]+$`)

// writeGuestInfo makes the folder hold exactly these values.
func writeGuestInfo(folder string, values map[string]string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if _, wanted := values[entry.Name()]; !wanted {
			if err := os.Remove(filepath.Join(folder, entry.Name())); err != nil {
				return err
			}
		}
	}
	for key, value := range values {
		if !guestInfoKey.MatchString(key) {
			continue
		}
		if err := writeValue(folder, key, value); err != nil {
			return err
		}
	}
	return nil
}

// writeValue replaces a value in one step, so that no reader sees half of it.
func writeValue(folder, key, value string) error {
	temporary := filepath.Join(folder, ".new."+key)
	if err := os.WriteFile(temporary, []byte(value), 0o600); err != nil {
		return err
	}
	return os.Rename(temporary, filepath.Join(folder, key))
}

// GuestInfo reads what the machine's guestinfo holds now; ok is false when nothing was written since the last call.
func (m *Machine) GuestInfo() (values map[string]string, toolsRunning, ok bool) {
	folder := filepath.Join(m.folder(), "guestinfo")
	info, err := os.Stat(folder)
	if err != nil || info.ModTime().Equal(m.seen) {
		return nil, false, false
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, false, false
	}
	values = map[string]string{}
	for _, entry := range entries {
		name := entry.Name()
		if name == toolsMarker {
			toolsRunning = true
		}
		if strings.HasPrefix(name, ".") || !guestInfoKey.MatchString(name) {
			continue
		}
		content, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return nil, false, false
		}
		values[name] = string(content)
	}
	// A write in the same tick of the clock as this look leaves the same time; look again until the tick is over.
	if time.Since(info.ModTime()) > settled {
		m.seen = info.ModTime()
	}
	return values, toolsRunning, true
}

// SetGuestInfo changes one value while the machine runs.
func (m *Machine) SetGuestInfo(key, value string) error {
	if !guestInfoKey.MatchString(key) {
		return nil
	}
	return writeValue(filepath.Join(m.folder(), "guestinfo"), key, value)
}
