using System.CommandLine;

namespace DataAggregator.Local.Commands;

/// <summary>What every command can be told.</summary>
internal static class CommonOptions
{
    /// <summary>The data directory; <c>DATAAGGREGATOR_DATA</c> when it is not given.</summary>
    public static Option<string?> Data { get; } = new("--data")
    {
        Description = "Where everything is kept (default: DATAAGGREGATOR_DATA, else .data in the checkout).",
        HelpName = "DIR",
        Recursive = true,
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("DATAAGGREGATOR_DATA"),
    };
}
