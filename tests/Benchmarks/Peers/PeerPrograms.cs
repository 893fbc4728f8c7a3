using DataAggregator.Local;
using DataAggregator.Local.Npm;
using DataAggregator.Local.Processes;

namespace DataAggregator.Benchmarks.Peers;

/// <summary>The engines that ours is measured against. Those of npm are pinned in this folder; the others are Debian's, and left out where they cannot be installed.</summary>
internal static class PeerPrograms
{
    // Debian's python3-pandas is for Debian's Python, whatever else PATH finds first.
    private const string Python = "/usr/bin/python3";

    /// <summary>Installs what is missing and can be had.</summary>
    public static async Task InstallAsync()
    {
        await new NodePackages(new ConsoleProgress()).EnsureInstalledAsync(Folder, CancellationToken.None);
        var missing = new List<string>();
        if (ProgramSearch.Find("psql") is null)
            missing.Add("postgresql-client");
        if (ProgramSearch.Find("mlr") is null)
            missing.Add("miller");
        if (!await HasPandasAsync())
            missing.Add("python3-pandas");
        if (missing.Count == 0)
            return;
        if (ProgramSearch.Find("apt-get") is { } apt && UnprivilegedUser.WhenRoot() is not null)
            await Measurement.OfAsync(apt, ["install", "-y", "-q", "--no-install-recommends", .. missing], new Dictionary<string, string>());
        else
            await Console.Error.WriteLineAsync($"Left out, because only root can install it with apt-get: {string.Join(", ", missing)}.");
    }

    /// <summary>SQL statements in DuckDB.</summary>
    public static Contender DuckDb(string result, params string[] statements) =>
        new("DuckDB", NodePackages.Node, [Script("duckdb.mjs"), .. statements], result);

    /// <summary>The guide's rules in Polars.</summary>
    public static Contender PolarsRules(string csv, string result) =>
        new("Polars", NodePackages.Node, [Script("polars.mjs"), csv, result], result);

    /// <summary>The guide's rules in pandas and Miller, as far as they are installed.</summary>
    public static async Task<IReadOnlyList<Contender>> SlowRulesAsync(string csv, string result)
    {
        var found = new List<Contender>();
        if (await HasPandasAsync())
            found.Add(new Contender("pandas, one run", Python, [Script("rules.py"), csv, result], result) { Once = true });
        if (ProgramSearch.Find("mlr") is { } miller)
            found.Add(Shell("Miller, one run", "\"$1\" --csv put -f \"$2\" \"$3\" > \"$4\"", miller, Script("rules.mlr"), csv, result) with { Result = result, Once = true });
        return found;
    }

    /// <summary>DuckDB's answer to a query, piped into <c>psql \copy</c>.</summary>
    public static Contender DuckDbIntoPsql(string query, string table) =>
        Shell(
            "DuckDB into psql", "set -o pipefail; \"$1\" \"$2\" \"$3\" | psql -q -c \"$4\"",
            NodePackages.Node, Script("duckdb.mjs"), $"COPY ({query}) TO '/dev/stdout' (FORMAT csv, HEADER)", $"\\copy {table} from stdin csv header");

    private static string Folder => Path.Combine(Checkout.Find().Root, "tests", "Benchmarks", "Peers");

    private static string Script(string name) => Path.Combine(Folder, name);

    private static Contender Shell(string name, string command, params string[] arguments) => new(name, "bash", ["-c", command, "bash", .. arguments]);

    private static async Task<bool> HasPandasAsync()
    {
        if (!File.Exists(Python))
            return false;
        try
        {
            await Measurement.OfAsync(Python, ["-c", "import pandas"], new Dictionary<string, string>());
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
