using System.Buffers;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Expressions.Nodes;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Expressions.Functions;

/// <summary>A function at work on the rows of a batch, one after the other: what it was given for the row, and where its result goes.</summary>
internal sealed class Invocation(Vector[] arguments, ResultBuilder result, Evaluation evaluation, InvocationMemory memory)
{
    /// <summary>The row at hand.</summary>
    public int Row { get; set; }

    /// <summary>The number of arguments.</summary>
    public int Count => arguments.Length;

    /// <summary>What the function may know of the run.</summary>
    public TransformContext Context => evaluation.Context;

    /// <summary>Buffers for the value at hand.</summary>
    public Scratch Scratch => memory.Scratch;

    /// <summary>Buffers of an argument, where <see cref="Value"/> is not asked for it.</summary>
    public Scratch ScratchOf(int index) => memory.ScratchOf(index);

    /// <summary>Whether the argument is null.</summary>
    public bool IsNull(int index) => !arguments[index].IsPresent(Row);

    /// <summary>An argument of type string, json or binary.</summary>
    public ReadOnlySpan<byte> Bytes(int index) => ((BytesColumn)arguments[index].Column)[Row & arguments[index].Mask];

    /// <summary>An argument of type int64, or a moment.</summary>
    public long Long(int index) => ((FixedColumn<long>)arguments[index].Column).Values[Row & arguments[index].Mask];

    /// <summary>As the other overload, for an argument that may be left out.</summary>
    public long Long(int index, long otherwise) => index < Count ? Long(index) : otherwise;

    /// <summary>An argument of type decimal.</summary>
    public Decimal38 Number(int index) => ((DecimalColumn)arguments[index].Column).Values[Row & arguments[index].Mask];

    /// <summary>An argument of type double.</summary>
    public double Double(int index) => ((FixedColumn<double>)arguments[index].Column).Values[Row & arguments[index].Mask];

    /// <summary>An argument of type bool.</summary>
    public bool Flag(int index) => ((FixedColumn<bool>)arguments[index].Column).Values[Row & arguments[index].Mask];

    /// <summary>An argument of any type.</summary>
    public Value Value(int index) => Fields.Value.At(arguments[index].Column, Row & arguments[index].Mask, memory.ScratchOf(index));

    /// <summary>The type of an argument.</summary>
    public DataType TypeOf(int index) => arguments[index].Column.Type;

    /// <summary>Writes an argument of any type as JSON.</summary>
    public void WriteJson(System.Text.Json.Utf8JsonWriter writer, int index) => RecordJson.WriteValue(writer, arguments[index].Column, Row & arguments[index].Mask);

    /// <summary>What <paramref name="make"/> makes of an argument's text, made again only when the text changes.</summary>
    public T Cached<T>(int index, Func<string, T> make) => memory.Cached(index, Bytes(index), make);

    /// <summary>Gives an integer or a moment.</summary>
    public void Return(long value) => result.Set(Row, value);

    /// <summary>Gives a decimal.</summary>
    public void Return(Decimal38 value) => result.Set(Row, value);

    /// <summary>Gives a double.</summary>
    public void Return(double value) => result.Set(Row, value);

    /// <summary>Gives true or false.</summary>
    public void Return(bool value) => result.Set(Row, value);

    /// <summary>Gives text, JSON or bytes.</summary>
    public void Return(ReadOnlySpan<byte> value)
    {
        if (!result.TrySet(Row, value))
            Fail(ExpressionError.TooLong);
    }

    /// <summary>Gives text that is in UTF-16.</summary>
    public void Return(ReadOnlySpan<char> value)
    {
        System.Text.EncodingExtensions.GetBytes(System.Text.Encoding.UTF8, value, Writer());
        ReturnWritten();
    }

    /// <summary>Gives null.</summary>
    public void ReturnNull() => result.SetNull(Row);

    /// <summary>Where a text is written that <see cref="ReturnWritten"/> gives; what was written before is gone.</summary>
    public ArrayBufferWriter<byte> Writer()
    {
        memory.Writer.ResetWrittenCount();
        return memory.Writer;
    }

    /// <summary>Gives what was written to <see cref="Writer"/>.</summary>
    public void ReturnWritten() => Return(memory.Writer.WrittenSpan);

    /// <summary>Tells that there is no result, and gives null.</summary>
    public void Fail(ExpressionError error)
    {
        result.SetNull(Row);
        evaluation.Fail(Row, error);
    }
}
