using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Local;

namespace DataAggregator.Benchmarks.Peers;

/// <summary>The folder of inputs, pipelines and results. Inputs stay for the next time: they are the same every time.</summary>
internal sealed class Workspace : IAsyncDisposable
{
    private readonly Lazy<string> host;
    private TableTarget? table;

    public Workspace()
    {
        Folder = Path.Combine(Path.GetTempPath(), "dataaggregator-peers");
        // The PostgreSQL of the benchmark has its data here, and runs as another user.
        PrivateFiles.CreateFolder(Folder, reachable: true);
        if (Directory.Exists(Data))
            Directory.Delete(Data, recursive: true);
        host = new Lazy<string>(CopyHost);
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    private string Data => Path.Combine(Folder, "data");

    /// <summary>The table of a PostgreSQL that starts when the first case needs it.</summary>
    public async Task<TableTarget> TableAsync() => table ??= await TableTarget.StartAsync(PathOf("postgresql"));

    /// <summary>The path of a file here.</summary>
    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>An orders CSV of so many rows, made once.</summary>
    public async Task<string> OrdersAsync(int rows)
    {
        var path = PathOf(string.Create(CultureInfo.InvariantCulture, $"orders-{rows}.csv"));
        if (File.Exists(path))
            return path;
        await OrdersCsv.WriteAsync(path + ".part", rows);
        File.Move(path + ".part", path);
        return path;
    }

    /// <summary>The table of customers that orders refer to, made once.</summary>
    public async Task<string> CustomersAsync()
    {
        var path = PathOf("customers.csv");
        if (!File.Exists(path))
        {
            await CustomersCsv.WriteAsync(path + ".part");
            File.Move(path + ".part", path);
        }

        return path;
    }

    /// <summary>Our own <c>run FILE</c> of a pipeline.</summary>
    /// <param name="name">The pipeline's name.</param>
    /// <param name="source">The source, or a list of them: the first is the stream, the others are inputs of joins.</param>
    /// <param name="transformations">The steps.</param>
    /// <param name="destination">The destination.</param>
    /// <param name="result">The file that is written, if it is one.</param>
    public Contender Ours(string name, object source, JsonNode? transformations, object destination, string? result, string profile = "sample")
    {
        var file = PathOf($"{name}.json");
        var pipeline = new JsonObject
        {
            ["name"] = name,
            [source is Array ? "sources" : "source"] = JsonSerializer.SerializeToNode(source),
            ["transformations"] = transformations?.DeepClone() ?? new JsonArray(),
            ["destination"] = JsonSerializer.SerializeToNode(destination),
            ["profile"] = profile,
        };
        File.WriteAllText(file, pipeline.ToJsonString());
        return new Contender("Data Aggregator", host.Value, ["run", file, "--json", "--data", Path.Combine(Data, name)], result);
    }

    /// <summary>The file connector on a path.</summary>
    public static object FileAt(string path) => new { connector_type = "file", config = new { path } };

    /// <summary>The file connector on a path, under a name that joins use.</summary>
    public static object NamedFileAt(string name, string path) => new { name, connector_type = "file", config = new { path } };

    /// <summary>The file connector, replacing what is at a path.</summary>
    public static object ReplacingFileAt(string path) => new { connector_type = "file", config = new { path, write_mode = "replace" } };

    /// <summary>Runs are of a copy: a build would write into the assemblies that a run has mapped, and abort it.</summary>
    private string CopyHost()
    {
        var (from, to) = (Path.GetDirectoryName(Program.LocalHost)!, PathOf("host"));
        if (Directory.Exists(to))
            Directory.Delete(to, recursive: true);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return Path.Combine(to, Path.GetFileName(Program.LocalHost));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => table?.DisposeAsync() ?? ValueTask.CompletedTask;
}
