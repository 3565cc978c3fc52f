// Package terraform is the Terraform provider for vSphere that the Pulumi plugin is bridged from.
package terraform

import (
	"github.com/hashicorp/terraform-plugin-sdk/helper/schema"
	"github.com/hashicorp/terraform-provider-vsphere/vsphere"
)

// Provider is the Terraform provider with the two properties of a virtual machine that came after 1.26.0 and that
// programs written for the official Pulumi plugin set.
//
// replace_trigger does all that it does upstream: a new value replaces the machine. extra_config_reboot_required is
// accepted, and its value false is honoured as far as 1.26.0 can: a change of extraConfig that is made in place still
// restarts the machine there, so a program has to ignore such changes and replace the machine instead.
func Provider() *schema.Provider {
	p := vsphere.Provider().(*schema.Provider)
	machine := p.ResourcesMap["vsphere_virtual_machine"].Schema
	machine["replace_trigger"] = &schema.Schema{
		Type:        schema.TypeString,
		Optional:    true,
		ForceNew:    true,
		Description: "A value whose change replaces the virtual machine.",
	}
	machine["extra_config_reboot_required"] = &schema.Schema{
		Type:        schema.TypeBool,
		Optional:    true,
		Default:     true,
		Description: "Whether a change of extra_config restarts the virtual machine; 1.26.0 always restarts it.",
	}
	return p
}
