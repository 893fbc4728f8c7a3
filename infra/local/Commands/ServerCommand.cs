using System.CommandLine;
using System.Globalization;
using DataAggregator.Local.Hosting;

namespace DataAggregator.Local.Commands;

/// <summary>The program without a command: the whole platform on one machine.</summary>
internal static class ServerCommand
{
    private const int DefaultPort = 7071;

    /// <summary>Gives the root command its options and what it does.</summary>
    public static void AddTo(RootCommand root)
    {
        var port = new Option<int>("--port")
        {
            Description = $"Where the platform answers (default: DATAAGGREGATOR_PORT, else {DefaultPort}).",
            DefaultValueFactory = _ => PortOf(Environment.GetEnvironmentVariable("DATAAGGREGATOR_PORT")),
        };
        var noDemo = new Option<bool>("--no-demo")
        {
            Description = "Leaves out the sample shop and its pipeline (or DATAAGGREGATOR_NO_DEMO=true).",
            DefaultValueFactory = _ => IsSet("DATAAGGREGATOR_NO_DEMO"),
        };
        var noWeb = new Option<bool>("--no-web")
        {
            Description = "Neither builds nor serves the web app (or DATAAGGREGATOR_NO_WEB=true).",
            DefaultValueFactory = _ => IsSet("DATAAGGREGATOR_NO_WEB"),
        };
        var postgres = new Option<string?>("--postgres")
        {
            Description = "Works on this database, a Npgsql connection string, and starts none (or DATAAGGREGATOR_POSTGRES); without the demo.",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("DATAAGGREGATOR_POSTGRES"),
        };
        root.Add(port);
        root.Add(noDemo);
        root.Add(noWeb);
        root.Add(postgres);
        root.SetAction(async (parsed, ct) =>
        {
            var settings = new LocalServerSettings(parsed.GetValue(port), parsed.GetValue(CommonOptions.Data), !parsed.GetValue(noDemo), !parsed.GetValue(noWeb), parsed.GetValue(postgres));
            await new LocalServer(Checkout.Find(), settings, new ConsoleProgress()).RunAsync(Console.Out, ct);
            return 0;
        });
    }

    private static int PortOf(string? setting)
    {
        if (string.IsNullOrEmpty(setting))
            return DefaultPort;
        return int.TryParse(setting, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
            ? port
            : throw new LocalHostException($"DATAAGGREGATOR_PORT is '{setting}', which is no port (1 to 65535).");
    }

    private static bool IsSet(string name) => Environment.GetEnvironmentVariable(name) is { } value && (value == "1" || value.Equals("true", StringComparison.OrdinalIgnoreCase));
}
