namespace DataAggregator.Core.Records;

/// <summary>Where whole-run steps put what does not fit into their memory budget: fast disk of this machine, never shared, gone with the process.</summary>
public interface ISpillStore
{
    /// <summary>A new, empty, seekable file for writing and then reading back. Disposing it deletes it.</summary>
    Stream Create();
}
