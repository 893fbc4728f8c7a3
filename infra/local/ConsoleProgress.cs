namespace DataAggregator.Local;

/// <summary>Writes what takes longer than a second to standard error, at once and in order.</summary>
internal sealed class ConsoleProgress : IProgress<string>
{
    public void Report(string value) => Console.Error.WriteLine(value);
}
