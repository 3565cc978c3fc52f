package main

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
)

type properties map[string]struct {
	Type string `json:"type"`
	Ref  string `json:"$ref"`
}

// official is the part of the official package schema that dsaas uses.
type official struct {
	Provider  struct{ InputProperties properties }
	Resources map[string]struct{ Properties properties }
	Functions map[string]struct {
		Outputs struct{ Properties properties }
	}
}

func readOfficial(t *testing.T) official {
	text, err := os.ReadFile("../../../../sdks/vsphere/schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema official
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	return schema
}

var pulumiTypes = map[shim.ValueType][]string{
	shim.TypeBool:   {"boolean"},
	shim.TypeInt:    {"integer"},
	shim.TypeString: {"string"},
	shim.TypeMap:    {"object"},
	shim.TypeList:   {"array", ""},
	shim.TypeSet:    {"array", ""},
}

// isList says whether a property is a list in Pulumi too: one with at most one item is that item.
func isList(name string, s shim.Schema, infos map[string]*tfbridge.SchemaInfo) bool {
	return !tfbridge.IsMaxItemsOne(s, infos[name])
}

func compare(t *testing.T, where string, ours shim.SchemaMap, infos map[string]*tfbridge.SchemaInfo, theirs properties) {
	if len(theirs) == 0 {
		t.Errorf("%s: not in the official schema", where)
	}
	ours.Range(func(name string, s shim.Schema) bool {
		pulumiName := tfbridge.TerraformToPulumiNameV2(name, ours, infos)
		property, known := theirs[pulumiName]
		if !known {
			t.Errorf("%s.%s: no such property in the official schema", where, pulumiName)
			return true
		}
		kind := property.Type
		for _, allowed := range pulumiTypes[s.Type()] {
			collection := s.Type() == shim.TypeList || s.Type() == shim.TypeSet
			if kind == allowed && (!collection || (kind == "array") == isList(name, s, infos)) {
				return true
			}
		}
		t.Errorf("%s.%s: type %v here, %q (%s) in the official schema", where, pulumiName, s.Type(), kind, property.Ref)
		return true
	})
}

func TestNamesAndTypesAreTheOfficialOnes(t *testing.T) {
	schema, info := readOfficial(t), providerInfo()
	compare(t, "provider", info.P.Schema(), info.Config, schema.Provider.InputProperties)
	for name, resource := range info.Resources {
		if theirs, used := schema.Resources[resource.Tok.String()]; used {
			compare(t, name, info.P.ResourcesMap().Get(name).Schema(), resource.Fields, theirs.Properties)
			delete(schema.Resources, resource.Tok.String())
		}
	}
	for name, function := range info.DataSources {
		if theirs, used := schema.Functions[function.Tok.String()]; used {
			compare(t, name, info.P.DataSourcesMap().Get(name).Schema(), function.Fields, theirs.Outputs.Properties)
			delete(schema.Functions, function.Tok.String())
		}
	}
	for token := range schema.Resources {
		t.Errorf("%s: no such resource here", token)
	}
	for token := range schema.Functions {
		t.Errorf("%s: no such function here", token)
	}
}

func TestPropertiesThatCameLater(t *testing.T) {
	machine := providerInfo().P.ResourcesMap().Get("vsphere_virtual_machine").Schema()
	if !machine.Get("replace_trigger").ForceNew() {
		t.Error("a new replace_trigger does not replace the machine")
	}
	if machine.Get("extra_config_reboot_required").ForceNew() {
		t.Error("extra_config_reboot_required replaces the machine")
	}
}

func TestEveryNameIsWrittenDownAndNoneChanged(t *testing.T) {
	plain := resource("VirtualMachine").Fields
	schema := providerInfo().P.ResourcesMap().Get("vsphere_virtual_machine").Schema()
	written := providerInfo().Resources["vsphere_virtual_machine"].Fields
	schema.Range(func(key string, _ shim.Schema) bool {
		if key == "cdrom" { // has a name of its own
			return true
		}
		if want := tfbridge.TerraformToPulumiNameV2(key, schema, plain); written[key] == nil || written[key].Name != want {
			t.Errorf("%s: %+v, not %s", key, written[key], want)
		}
		return true
	})
	if disk := written["disk"]; disk.Elem == nil || disk.Elem.Fields["thin_provisioned"].Name != "thinProvisioned" {
		t.Errorf("a disk's properties have no names: %+v", disk.Elem)
	}
}
