// Colours, spacing and icons: the only file that knows them.
#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QString>

class QApplication;

namespace leukolens::ui {

/// GUI thread only. Applied once at start and again when the setting or the system changes.
class Theme {
public:
    /// choice: "system", "light", "dark". Sets palette, fonts and style sheet of the whole program; from then on no label or tooltip reads its text as HTML, unless it was told to.
    static void apply(QApplication& application, const QString& choice);
    static bool isDark();

    static constexpr int kSpacingPx = 8;  ///< grid: use multiples
    static constexpr int kMarginPx = 16;
    static constexpr int kRadiusPx = 8;

    /// Makes icons and translations known; called by apply() and installLanguage().
    static void initResources();

    static QColor window();   ///< behind everything
    static QColor surface();  ///< cards, panels
    static QColor border();
    static QColor text();
    static QColor mutedText();  ///< contrast at least 4.5:1 on surface
    static QColor accent();
    static QColor accentFill();  ///< of filled buttons and bars
    static QColor onAccent();    ///< text on accentFill()
    static QColor hover();       ///< behind what the pointer is over
    static QColor selection();   ///< behind selected rows
    static QColor warning();
    static QColor failure();
    static QColor success();

    /// Okabe–Ito palette, colour-blind safe, adapted to light or dark; index modulo its size.
    static QColor series(int index);
    /// Colour of a class bin: blast and normal differ in hue and lightness; unidentified is neutral grey. Classes that are neither differ from one another up to eight of them.
    static QColor classColour(const QString& className, int classIndex);

    /// SVG of resources/icons/NAME.svg, tinted to the text colour (to the accent when checked).
    static QIcon icon(const QString& name);
    /// The same in one colour whatever the state, e.g. the icon of a message.
    static QIcon icon(const QString& name, const QColor& colour);

    /// While one lives, colours are those of the light theme, for figures that are exported. GUI thread; nothing of the window is repainted
    /// meanwhile.
    class OnPaper {
    public:
        OnPaper();
        ~OnPaper();
        OnPaper(const OnPaper&) = delete;
        OnPaper& operator=(const OnPaper&) = delete;

    private:
        bool m_dark;
    };

    /// Point size of the program's text times `scale`, at `weight` (QFont::Weight).
    static QFont font(double scale = 1.0, int weight = 400);
};

}  // namespace leukolens::ui
