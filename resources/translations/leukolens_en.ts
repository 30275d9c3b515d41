<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>leukolens::ui::SplitGrid</name>
    <message numerus="yes">
        <source>%1: %n cell(s)</source>
        <translation>
            <numerusform>%1: %n cell</numerusform>
            <numerusform>%1: %n cells</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SplitPanel</name>
    <message numerus="yes">
        <source>Optimistic: %n patient(s) are shared between training and test.</source>
        <translation>
            <numerusform>Optimistic: %n patient is shared between training and test.</numerusform>
            <numerusform>Optimistic: %n patients are shared between training and test.</numerusform>
        </translation>
    </message>
</context>
</TS>
