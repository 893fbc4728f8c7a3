using System.Runtime.InteropServices;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine.Exchanges;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>Values of groups that are too many for memory: on disk, in runs in which those of each group are sorted.</summary>
/// <param name="spill">Where they go.</param>
internal sealed class ValueRuns(ISpillStore spill) : IDisposable
{
    private const int BlockBytes = 64 << 10;

    // As many blocks are in memory when the values of a group are read.
    private const int MostRuns = 64;

    private readonly Dictionary<int, long> counts = [];
    private readonly List<Run> runs = [];

    /// <summary>How many values of a group are here.</summary>
    public long CountOf(int group) => counts.GetValueOrDefault(group);

    /// <summary>Adds all values of some groups; the chains are empty afterwards.</summary>
    /// <param name="values">The values.</param>
    /// <param name="groups">How many groups there are.</param>
    public void Add(ValueChains values, int groups)
    {
        if (runs.Count == MostRuns)
            MergeAll();
        var run = new Run(spill);
        runs.Add(run);
        for (var group = 0; group < groups; group++)
        {
            var sorted = values.Of(group);
            sorted.AsSpan().Sort((left, right) => values.ValueAt(left).SequenceCompareTo(values.ValueAt(right)));
            foreach (var link in sorted)
                run.Write(group, values.ValueAt(link));
            run.End(group);
            CollectionsMarshal.GetValueRefOrAddDefault(counts, group, out _) += sorted.Length;
        }

        values.Release();
    }

    /// <summary>The values of a group in their order.</summary>
    public ValueMerge Read(int group) => new([.. runs.Select(run => run.Read(group))]);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var run in runs)
            run.Dispose();
        runs.Clear();
        counts.Clear();
    }

    private void MergeAll()
    {
        var merged = new Run(spill);
        foreach (var group in counts.Keys)
        {
            for (var values = Read(group); values.Move();)
                merged.Write(group, values.Value);
            merged.End(group);
        }

        foreach (var run in runs)
            run.Dispose();
        runs.Clear();
        runs.Add(merged);
    }

    private sealed class Run(ISpillStore spill) : IDisposable
    {
        private readonly SpilledBlocks file = new(spill);
        private readonly Dictionary<int, List<SpilledBlocks.Block>> blocks = [];
        private readonly KeyBuffer buffer = new();

        public void Write(int group, ReadOnlySpan<byte> value)
        {
            buffer.WriteShort(value.Length);
            buffer.Write(value);
            if (buffer.Length >= BlockBytes)
                End(group);
        }

        /// <summary>Ends a block of the group.</summary>
        public void End(int group)
        {
            if (buffer.Length == 0)
                return;
            (CollectionsMarshal.GetValueRefOrAddDefault(blocks, group, out _) ??= []).Add(file.Write(buffer.Written));
            buffer.Clear();
        }

        public ValueCursor Read(int group) => new(file, blocks.GetValueOrDefault(group) ?? []);

        public void Dispose() => file.Dispose();
    }
}
