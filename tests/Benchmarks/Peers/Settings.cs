using System.Globalization;

namespace DataAggregator.Benchmarks.Peers;

/// <summary>What the command line asks for.</summary>
/// <param name="Cases">The cases, in order.</param>
/// <param name="Rows">Rows of the orders CSV.</param>
/// <param name="Rounds">Runs of each that count.</param>
internal sealed record Settings(IReadOnlyList<string> Cases, int Rows, int Rounds)
{
    /// <summary>Reads the arguments; all cases when none is named.</summary>
    public static Settings Parse(string[] args, IReadOnlyCollection<string> known, string usage)
    {
        var cases = new List<string>();
        var (rows, rounds) = (2_000_000, 5);
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--rows" && i + 1 < args.Length)
                rows = int.Parse(args[++i], CultureInfo.InvariantCulture);
            else if (args[i] == "--rounds" && i + 1 < args.Length)
                rounds = int.Parse(args[++i], CultureInfo.InvariantCulture);
            else if (known.Contains(args[i], StringComparer.OrdinalIgnoreCase))
                cases.Add(args[i]);
            else
                throw new ArgumentException($"'{args[i]}' is nothing to measure. {usage}");
        }

        return new Settings(cases.Count > 0 ? cases : [.. known], rows, rounds);
    }
}
