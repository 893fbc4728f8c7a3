namespace DataAggregator.Formats.Excel;

/// <summary>The records of an old workbook that matter here.</summary>
internal enum BiffRecord : ushort
{
    /// <summary>A formula, with its value.</summary>
    Formula = 0x0006,

    /// <summary>The end of a part.</summary>
    Eof = 0x000A,

    /// <summary>Which epoch dates have.</summary>
    Epoch = 0x0022,

    /// <summary>The file is encrypted.</summary>
    Encrypted = 0x002F,

    /// <summary>What had no room in the record before.</summary>
    Continue = 0x003C,

    /// <summary>A sheet's name and place.</summary>
    Sheet = 0x0085,

    /// <summary>Several short numbers.</summary>
    ShortNumbers = 0x00BD,

    /// <summary>A style.</summary>
    Style = 0x00E0,

    /// <summary>The table of texts.</summary>
    Texts = 0x00FC,

    /// <summary>A cell with the number of a text.</summary>
    SharedText = 0x00FD,

    /// <summary>A number.</summary>
    Number = 0x0203,

    /// <summary>A cell with a text of its own.</summary>
    Text = 0x0204,

    /// <summary>True, false or an error.</summary>
    BoolOrError = 0x0205,

    /// <summary>The text that a formula gave.</summary>
    FormulaText = 0x0207,

    /// <summary>A short number.</summary>
    ShortNumber = 0x027E,

    /// <summary>A number format.</summary>
    Format = 0x041E,

    /// <summary>The beginning of a part.</summary>
    Bof = 0x0809,
}
