using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>
/// The state of one aggregated field for every group, in arrays by the group's number. States of parts can be merged in any order; the result
/// is the same however the records were cut.
/// </summary>
internal abstract class Aggregate
{
    /// <summary>Bytes of memory that the state takes.</summary>
    public abstract long SizeInBytes { get; }

    /// <summary>Whether no more should be added, however much memory there is.</summary>
    public virtual bool IsFull => false;

    /// <summary>Makes room for that many groups.</summary>
    public abstract void Reserve(int groups);

    /// <summary>Takes values.</summary>
    /// <param name="values">The field's column.</param>
    /// <param name="rows">The rows to take.</param>
    /// <param name="groups">The group of each of those rows.</param>
    /// <param name="sequences">The sequence of each of those rows.</param>
    /// <param name="scratch">Buffers for the value at hand.</param>
    public abstract void Add(Column values, ReadOnlySpan<int> rows, ReadOnlySpan<int> groups, ReadOnlySpan<long> sequences, Scratch scratch);

    /// <summary>Writes the state of a group.</summary>
    public abstract void Write(int group, KeyBuffer state);

    /// <summary>Adds a state that was written to that of a group; <paramref name="state"/> then begins after it.</summary>
    public abstract void Merge(int group, ref ReadOnlySpan<byte> state);

    /// <summary>Appends the result of a group.</summary>
    /// <exception cref="OverflowException">It has more than 38 digits.</exception>
    public abstract void Append(int group, ValueBuilder result);

    /// <summary>About how many bytes the result of a group has.</summary>
    public virtual long ResultBytes(int group) => 16;

    /// <summary>Moves to disk what grows with the values of a group, so that no more than some of it is in memory. Groups that did so are not written any more.</summary>
    /// <param name="spill">Where it goes.</param>
    /// <param name="groups">How many groups there are.</param>
    public virtual void Unload(ISpillStore spill, int groups)
    {
    }

    /// <summary>Forgets all groups, and keeps the memory for others.</summary>
    public abstract void Clear();
}
