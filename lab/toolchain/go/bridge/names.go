// Package bridge is what the plugins that are bridged from Terraform providers have in common.
package bridge

import (
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
)

// NameProperties writes down what each property of the resources is called in Pulumi, and changes no name. The bridge
// finds a property by its name, and works out the names of all others meanwhile where they are not written down: of a
// virtual machine with a hundred properties that is much of the plugin's time in a preview.
func NameProperties(info tfbridge.ProviderInfo) {
	resources := info.P.ResourcesMap()
	for name, resource := range info.Resources {
		resource.Fields = named(resources.Get(name).Schema(), resource.Fields)
	}
}

func named(schema shim.SchemaMap, given map[string]*tfbridge.SchemaInfo) map[string]*tfbridge.SchemaInfo {
	result := map[string]*tfbridge.SchemaInfo{}
	schema.Range(func(key string, property shim.Schema) bool {
		info := tfbridge.SchemaInfo{}
		if known := given[key]; known != nil {
			info = *known
		}
		info.Name = tfbridge.TerraformToPulumiNameV2(key, schema, given)
		if block, ok := property.Elem().(shim.Resource); ok {
			element := tfbridge.SchemaInfo{}
			if info.Elem != nil {
				element = *info.Elem
			}
			element.Fields = named(block.Schema(), element.Fields)
			info.Elem = &element
		}
		result[key] = &info
		return true
	})
	return result
}
