using DataAggregator.Core.Connectors;

namespace DataAggregator.Connectors.Files;

/// <summary>Makes a named check of something that is tried.</summary>
internal static class FileCheck
{
    /// <summary>The check that <paramref name="attempt"/> ends in: its sentence, or what it failed with.</summary>
    public static async Task<Check> OfAsync(string name, Func<Task<string>> attempt)
    {
        try
        {
            return new Check(name, true, await attempt().ConfigureAwait(false));
        }
        catch (ConnectorException problem)
        {
            return new Check(name, false, problem.Hint is null ? problem.Message : $"{problem.Message} {problem.Hint}");
        }
    }
}
