using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using DataAggregator.Core.Configuration;
using DataAggregator.Transformations.Conditions;

namespace DataAggregator.Transformations.Operations.Patterns;

/// <summary>An operation by a regular expression. A value on which the expression takes too long fails.</summary>
/// <typeparam name="TParameters">As of <see cref="FieldOperation{TParameters}"/>.</typeparam>
internal abstract class PatternOperation<TParameters> : TextOperation<TParameters>
    where TParameters : PatternParameters
{
    private static readonly OperationFailure Timeout = new("regex_timeout", "The pattern took more than 50 ms on the value; simplify it.");
    private Regex? regex;

    protected sealed override void Prepare(TParameters parameters, string path, Problems problems)
    {
        regex = Pattern.Compile(parameters.Regex, parameters.IgnoreCase, parameters.Unicode, $"{path}.regex", problems);
        if (regex is not null)
            Prepare(parameters, regex, path, problems);
    }

    /// <summary>As of <see cref="FieldOperation{TParameters}"/>, with the compiled expression.</summary>
    protected virtual void Prepare(TParameters parameters, Regex regex, string path, Problems problems)
    {
    }

    protected sealed override OperationFailure? Write(ReadOnlySpan<byte> text, IBufferWriter<byte> result, OperationRun run)
    {
        try
        {
            ReadOnlySpan<char> chars = run.Scratch.Decode(text);
            if (!regex!.IsMatch(chars))
            {
                run.CountUnmatched();
                return WriteUnmatched(text, result);
            }

            // Groups cannot be had of a span, so that a text that matches becomes a string.
            return Write(regex, new string(chars), result);
        }
        catch (RegexMatchTimeoutException)
        {
            return Timeout;
        }
    }

    /// <summary>Writes what becomes of a text that the expression matches somewhere.</summary>
    protected abstract OperationFailure? Write(Regex regex, string text, IBufferWriter<byte> result);

    /// <summary>Writes what becomes of a text that the expression does not match: unless overridden, it stays.</summary>
    protected virtual OperationFailure? WriteUnmatched(ReadOnlySpan<byte> text, IBufferWriter<byte> result)
    {
        result.Write(text);
        return null;
    }

    /// <summary>Adds a problem for every <c>$1</c> or <c>${name}</c> that the expression has no group for.</summary>
    protected static void CheckGroups(string replacement, Regex regex, string path, Problems problems)
    {
        foreach (Match reference in Regex.Matches(replacement, @"(?<!\$)(?:\$\$)*\$(?:(\d+)|\{(\w+)\})"))
        {
            var group = reference.Groups[1].Success ? reference.Groups[1].Value : reference.Groups[2].Value;
            if (!regex.GetGroupNames().Contains(group))
                problems.Add(path, $"names the group '{group}', which the regex does not have; it has {string.Join(", ", regex.GetGroupNames())} (0 is the whole match).");
        }
    }

    /// <summary>Writes text as UTF-8.</summary>
    protected static void WriteText(ReadOnlySpan<char> text, IBufferWriter<byte> result) => Encoding.UTF8.GetBytes(text, result);
}
