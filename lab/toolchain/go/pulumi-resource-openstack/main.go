// Command pulumi-resource-openstack is a Pulumi provider plugin for OpenStack, for machines that cannot download the
// official one. It is bridged from the Terraform provider, as the official plugin is, and answers to the same names.
package main

import (
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
)

func main() {
	tfbridge.Main(pluginName, pluginVersion, providerInfo(), []byte(`{"name":"`+pluginName+`","version":"`+pluginVersion+`"}`))
}
