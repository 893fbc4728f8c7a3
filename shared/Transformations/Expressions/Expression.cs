using System.Globalization;
using System.Text;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Expressions.Functions;
using DataAggregator.Transformations.Expressions.Nodes;
using DataAggregator.Transformations.Expressions.Syntax;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Expressions;

/// <summary>
/// An expression over the fields of a record: <c>quantity * price * (1 - coalesce(discount, 0))</c>. It belongs to one step of one chain.
/// </summary>
/// <remarks>
/// <para>
/// The language has no loops and no recursion, and its text is short, so every expression ends. It is typed: types are known before the
/// first record, from the schema. Fields of type json may hold anything; a value of theirs that is not what the place needs fails its record.
/// </para>
/// <para>
/// Literals: <c>12.50</c> (exact), <c>'text'</c> or <c>"text"</c> (a doubled quote or a backslash escapes), <c>true</c>, <c>false</c>, <c>null</c>.
/// Fields: <c>price</c>, <c>address.city</c>, <c>items[0].sku</c>, <c>["odd name"]</c> or <c>`odd name`</c>.
/// Operators, those that bind most tightly first: <c>- !</c> (sign, not); <c>* / %</c>; <c>+ -</c>; <c>&amp;</c> (joins texts, leaving nulls out);
/// <c>??</c> (the left unless null); <c>= == != &lt;&gt; &lt; &lt;= &gt; &gt;=</c>, <c>in (...)</c>, <c>between .. and ..</c>, <c>like</c>, <c>is null</c>,
/// <c>is not null</c>; <c>not</c>; <c>and &amp;&amp;</c>; <c>or ||</c>; <c>a ? b : c</c>. <c>case when .. then .. else .. end</c>, <c>cast(x as type)</c>,
/// functions: <see cref="Library"/>. Capitals make no difference in keywords and functions, only in fields and text.
/// </para>
/// <para>
/// Null: a missing field is null. Arithmetic and functions give null for null, unless they say otherwise. Logic is two-valued, as in conditions:
/// comparisons are always true or false. Null equals null and nothing else; it has no order, so <c>&lt;</c> and its kin are false. Where a
/// condition is needed (<c>and</c>, <c>or</c>, <c>not</c>, <c>if</c>), null counts as false. Comparison is typed, ordinal and case-sensitive:
/// <c>"5" = 5</c> is false. Branches that are not taken are not evaluated, nor what <c>and</c>, <c>or</c> and <c>??</c> need not ask.
/// </para>
/// <para>
/// Numbers: <c>+ - *</c> on integers and decimals are exact and give decimals; <c>/</c> gives a decimal with at most 10 digits after the point,
/// rounded half to even. A result beyond 38 digits fails the record (<c>number_out_of_range</c>), as does division by zero. A double with
/// another number is taken as the decimal that it is written as; two doubles give a double.
/// </para>
/// </remarks>
internal sealed class Expression
{
    private const int MaxBytes = 4096;
    private readonly SyntaxNode syntax;
    private readonly DataType? wanted;
    private Schema? schema;
    private Node? bound;

    private Expression(SyntaxNode syntax, DataType? wanted)
    {
        (this.syntax, this.wanted) = (syntax, wanted);
        Fields = [.. FieldsOf(syntax).DistinctBy(field => field.Text)];
    }

    /// <summary>The fields that the expression reads.</summary>
    public FieldPath[] Fields { get; }

    /// <summary>Reads an expression; null and a problem that names the position when it is none.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="path">The JSON path of the setting, for problems.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <param name="wanted">The type that its values must have, such as bool for a condition; null for any.</param>
    public static Expression? Parse(string text, string path, Problems problems, DataType? wanted = null)
    {
        if (Encoding.UTF8.GetByteCount(text) > MaxBytes)
        {
            problems.Add(path, $"is an expression of more than {MaxBytes} bytes; make it of several steps.");
            return null;
        }

        var before = problems.Count;
        void Fail(int position, string message) => Add(problems, path, position, message);
        if (Parser.Parse(text, Fail) is { } syntax)
        {
            Library.Check(syntax, Fail);
            return problems.Count == before ? new Expression(syntax, wanted) : null;
        }

        return null;
    }

    /// <summary>The field that the values make for records of that schema; adds a problem for every field it lacks and every type that does not fit.</summary>
    public Field Describe(string name, Schema input, string path, Problems problems)
    {
        var node = Bind(input, (position, message) => Add(problems, path, position, message));
        return new Field(name, node.Type, node.Nullable);
    }

    /// <summary>The field that the values make for records of that schema, whatever is wrong with them.</summary>
    public Field Describe(string name, Schema input)
    {
        var node = Bound(input);
        return new Field(name, node.Type, node.Nullable);
    }

    /// <summary>
    /// The values for <paramref name="rows"/>, ascending, as a column of the batch's length, a reference of the caller's own; those of other
    /// rows mean nothing. A row that cannot be evaluated is told to <paramref name="onError"/>, once, and has null.
    /// </summary>
    public Column Evaluate(RecordBatch batch, ReadOnlySpan<int> rows, TransformContext context, Action<int, ExpressionError> onError)
    {
        var result = Bound(batch.Schema).Evaluate(new Evaluation(batch, context, onError), rows);
        if (!result.IsConstant && result.Column.Absent is null)
            return result.Column;
        var column = new ResultBuilder(result.Column.Type, batch.RowCount);
        foreach (var row in rows)
            column.SetFrom(row, result);
        result.Release();
        return column.Build();
    }

    /// <summary>The values for the records of a step; those that cannot be evaluated are rejected.</summary>
    public Column Evaluate(RecordBatch batch, StepScope scope, string rule)
    {
        var blamed = Fields.Length == 1 ? Fields[0].Text : null;
        return Evaluate(batch, scope.Rows, scope.Context, (row, error) => scope.Reject(row, blamed, rule, error.Code, error.Message));
    }

    private Node Bound(Schema input)
    {
        if (!ReferenceEquals(schema, input) && !input.Equals(schema))
            bound = Bind(input, static (_, _) => { });
        schema = input;
        return bound!;
    }

    private Node Bind(Schema input, Action<int, string> fail)
    {
        var binder = new Binder(input, fail);
        return wanted is { } type ? binder.Bind(syntax, type) : binder.Bind(syntax);
    }

    private static void Add(Problems problems, string path, int position, string message) =>
        problems.Add(path, string.Create(CultureInfo.InvariantCulture, $"position {position}: {message}"));

    private static IEnumerable<FieldPath> FieldsOf(SyntaxNode syntax) => syntax switch
    {
        FieldSyntax field => [field.Path],
        CallSyntax call => call.Arguments.SelectMany(FieldsOf),
        _ => [],
    };
}
