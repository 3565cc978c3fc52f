package machine

import "path/filepath"

// Seed is what a machine's hypervisor hands to it at power-on: vSphere's GuestInfo or OpenStack's ConfigDrive, and
// nothing else.
type Seed interface {
	// network is the configuration of the machine's first network card that the seed describes.
	network() (Network, error)
	// share says where the seed lies for the machine.
	share() share
	// fill makes the folder hold the seed and nothing else, readable by root alone.
	fill(folder string) error
}

// share is a folder of the data centre that a machine sees.
type share struct {
	// Folder is its name in the machine's folder.
	Folder string
	// Inside is where the machine sees it.
	Inside   string
	ReadOnly bool
}

// bind is the argument of systemd-nspawn that shares the folder.
func (s share) bind(machineFolder string) string {
	option := "--bind="
	if s.ReadOnly {
		option = "--bind-ro="
	}
	return option + filepath.Join(machineFolder, s.Folder) + ":" + s.Inside
}
