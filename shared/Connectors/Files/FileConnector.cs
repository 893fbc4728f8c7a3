using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;

namespace DataAggregator.Connectors.Files;

/// <summary>The connector type <c>file</c>: CSV, JSON, NDJSON, XML and Excel on local and mounted disks.</summary>
public static class FileConnector
{
    /// <summary>The connector over the files that <paramref name="roots"/> lets it open.</summary>
    public static Connector Create(IFileRoots roots, TimeProvider? time = null) => new(
        new ConnectorSpec
        {
            Type = "file",
            DisplayName = "Files",
            Category = "file",
            Description = "Reads and writes CSV, JSON, NDJSON, XML and Excel files on local and mounted disks, gzip included.",
            Aliases = ["file_system", "file_systems", "files", "local_file", "csv", "json"],
            Capabilities = ["source", "destination", "incremental", "discover"],
            FindsNewByItself = true,
            StreamSetting = "path",
            MakeConfigSchema = Schema,
        },
        new FileSource(roots, time ?? TimeProvider.System),
        new FileDestination(roots));

    private static JsonObject Schema()
    {
        var schema = ConfigSchema.For<FileSource.Options>();
        var properties = schema["properties"]!.AsObject();
        foreach (var (name, property) in ConfigSchema.For<FileDestination.Options>()["properties"]!.AsObject())
        {
            if (!properties.ContainsKey(name))
                properties[name] = property!.DeepClone();
        }

        return schema;
    }
}
