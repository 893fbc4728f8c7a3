using System.Globalization;

namespace DataAggregator.Benchmarks.Peers;

/// <summary>
/// <c>run FILE</c> against the best engines that do the same work: whole processes, in turn, median of five. Their results are compared
/// once. Needs Node.js, and a Release build of the local host; what counts is the ratio within one run.
/// </summary>
internal static class PeersBenchmark
{
    private const string PlainColumns =
        "order_id text, customer_id text, product_name text, quantity bigint, price numeric, order_date text, status text, customer_email text";

    private const string RuledColumns =
        "order_id text, customer_id text, product_name text, quantity bigint, price numeric, total_price numeric, order_date text, status text, customer_email text, processed_timestamp timestamptz";

    private static readonly Dictionary<string, Func<Workspace, Settings, Task>> Cases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["rules"] = RulesAsync,
        ["copy"] = CopyAsync,
        ["copy-rules"] = CopyWithRulesAsync,
        ["aggregation"] = WholeRunCases.AggregationAsync,
        ["join"] = WholeRunCases.JoinAsync,
        ["growth"] = GrowthAsync,
        ["profile"] = ProfileAsync,
        ["segments"] = SegmentsAsync,
    };

    /// <summary>What can be written behind <c>peers</c>.</summary>
    public static string Usage => $"peers [{string.Join('|', Cases.Keys)}]... [--rows 2000000] [--rounds 5]";

    public static async Task RunAsync(string[] args)
    {
        var settings = Settings.Parse(args, Cases.Keys, Usage);
        await PeerPrograms.InstallAsync();
        await using var workspace = new Workspace();
        foreach (var name in settings.Cases)
            await Cases[name](workspace, settings);
    }

    private static async Task RulesAsync(Workspace workspace, Settings settings)
    {
        var csv = await workspace.OrdersAsync(settings.Rows);
        var result = workspace.PathOf("rules.csv");
        var work = new PeerCase($"The guide's five rules on {Describe(settings.Rows, csv)}, CSV to CSV",
        [
            RulesOn(workspace, csv, "rules", result),
            PeerPrograms.DuckDb(result, $"COPY ({OrderRules.Sql(csv)}) TO '{result}' (FORMAT csv, HEADER)"),
            PeerPrograms.PolarsRules(csv, result),
            .. await PeerPrograms.SlowRulesAsync(csv, result),
        ]);
        await work.RunAsync(settings.Rounds);
    }

    private static async Task CopyAsync(Workspace workspace, Settings settings)
    {
        var table = await workspace.TableAsync();
        var csv = await workspace.OrdersAsync(settings.Rows);
        var work = new PeerCase($"{Describe(settings.Rows, csv)} into PostgreSQL",
        [
            workspace.Ours("copy", Workspace.FileAt(csv), null, table.Destination, null),
            new Contender("psql \\copy", "psql", ["-q", "-c", $"\\copy orders from '{csv}' csv header"]) { Environment = table.Environment },
        ])
        {
            Reset = () => table.ResetAsync(PlainColumns),
            ReadResult = _ => table.ReadAsync(),
        };
        await work.RunAsync(settings.Rounds);
    }

    private static async Task CopyWithRulesAsync(Workspace workspace, Settings settings)
    {
        var table = await workspace.TableAsync();
        var csv = await workspace.OrdersAsync(settings.Rows);
        var work = new PeerCase($"The guide's five rules on {Describe(settings.Rows, csv)}, into PostgreSQL",
        [
            workspace.Ours("copy-rules", Workspace.FileAt(csv), OrderRules.Steps, table.Destination, null),
            PeerPrograms.DuckDbIntoPsql(OrderRules.Sql(csv), "orders") with { Environment = table.Environment },
        ])
        {
            Reset = () => table.ResetAsync(RuledColumns),
            ReadResult = _ => table.ReadAsync(),
        };
        await work.RunAsync(settings.Rounds);
    }

    private static async Task GrowthAsync(Workspace workspace, Settings settings)
    {
        var some = await workspace.OrdersAsync(settings.Rows);
        var work = new GrowthCase(
            RulesOn(workspace, some, "growth-1", workspace.PathOf("growth.csv")),
            RulesOn(workspace, await workspace.OrdersAsync(settings.Rows * 10), "growth-10", workspace.PathOf("growth.csv")));
        await work.RunAsync($"The guide's five rules on {Describe(settings.Rows, some)}, and on 10 times as many", settings.Rounds);
    }

    private static async Task ProfileAsync(Workspace workspace, Settings settings)
    {
        var csv = await workspace.OrdersAsync(settings.Rows);
        var work = new PeerCase($"The guide's five rules on {Describe(settings.Rows, csv)}, CSV to CSV, by how much is profiled",
            [.. new[] { "off", "sample", "full" }.Select(mode => workspace.Ours($"profile-{mode}", Workspace.FileAt(csv), OrderRules.Steps, Workspace.ReplacingFileAt(workspace.PathOf("profile.csv")), workspace.PathOf("profile.csv"), mode) with { Name = $"profile: {mode}" })]);
        await work.RunAsync(settings.Rounds);
    }

    /// <summary>What segments cost beside the work itself (an activity's share, books, acknowledgement, profile): the usual ones against some that are 16 times as large.</summary>
    private static async Task SegmentsAsync(Workspace workspace, Settings settings)
    {
        const int Rows = 10_000_000;
        var (csv, result) = (await workspace.OrdersAsync(Rows), workspace.PathOf("segments.csv"));
        var work = new PeerCase($"The guide's five rules on {Describe(Rows, csv)}, CSV to CSV, by the size of segments",
            [.. new[] { 16, 256 }.Select(size => RulesOn(workspace, csv, $"segments-{size}", result) with
            {
                Name = $"segments of {size} MB",
                Environment = new Dictionary<string, string> { ["DATAAGGREGATOR_SEGMENT_BYTES"] = ((long)size << 20).ToString(CultureInfo.InvariantCulture) },
            })]);
        await work.RunAsync(settings.Rounds);
    }

    private static Contender RulesOn(Workspace workspace, string csv, string name, string result) =>
        workspace.Ours(name, Workspace.FileAt(csv), OrderRules.Steps, Workspace.ReplacingFileAt(result), result);

    private static string Describe(int rows, string csv) =>
        string.Create(CultureInfo.InvariantCulture, $"{rows:N0} orders ({new FileInfo(csv).Length / 1e6:N0} MB)");
}
